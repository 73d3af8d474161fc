//! Singular values with their multiplicities.

use super::{BinaryScale, Surd};
use crate::Tolerance;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use thiserror::Error;

/// Largest singular value whose square, summed over a spectrum, stays a finite double; the inverse
/// is the smallest nonzero one.
const LARGEST: f64 = 1e140;

/// The singular values of `Σ`: distinct nonzero values `τ_1 > τ_2 > … > τ_q > 0` with
/// multiplicities `m_t`, and zeros. Either exact (rational, or of rational squares: [`Surd`]) or doubles
/// grouped by a [`Tolerance`].
///
/// # Examples
/// ```
/// use linscape_critical::Spectrum;
/// let spectrum = Spectrum::exact_integers(&[0, 1, 2, 2]);
/// assert_eq!(spectrum.distinct(), [2.0, 1.0]);
/// assert_eq!(spectrum.multiplicities(), [2, 1]);
/// assert_eq!((spectrum.rank(), spectrum.zeros()), (3, 1));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Spectrum {
    distinct: Vec<f64>,
    exact: Option<Vec<Surd>>,
    multiplicities: Vec<usize>,
    zeros: usize,
}

/// Why numbers are no singular values.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum SpectrumError {
    /// Singular values are lengths.
    #[error("singular value {value} is negative")]
    Negative {
        /// The value.
        value: String,
    },
    /// NaN or infinity.
    #[error("singular value number {position} is not finite")]
    NotFinite {
        /// 1-based position in the list.
        position: usize,
    },
    /// The square of the value is no normal double.
    #[error("singular value {value} is outside {:e} to {:e}: rescale the problem", 1.0 / LARGEST, LARGEST)]
    OutOfRange {
        /// The value.
        value: String,
    },
}

impl Spectrum {
    /// Exact singular values, in any order; equal ones are found exactly.
    ///
    /// # Errors
    /// A negative value, or one too large or too small for its square to be a double.
    pub fn from_exact(values: Vec<BigRational>) -> Result<Self, SpectrumError> {
        Self::from_surds(values.into_iter().map(Surd::from).collect())
    }

    /// Exact singular values of which the squares are rational, in any order.
    ///
    /// # Errors
    /// As [`from_exact`](Self::from_exact).
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Spectrum, Surd};
    /// // 2√3 = √12 twice, and √13.
    /// let values = ["2*sqrt(3)", "sqrt(13)", "sqrt(12)"].map(Surd::parse);
    /// let spectrum = Spectrum::from_surds(values.into_iter().collect::<Result<_, _>>()?)?;
    /// assert_eq!(spectrum.multiplicities(), [1, 2]);
    /// assert!((spectrum.difference_of_squares(0, 1) - 1.0).abs() < 1e-15);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_surds(mut values: Vec<Surd>) -> Result<Self, SpectrumError> {
        if let Some(value) = values.iter().find(|value| value.is_negative()) {
            return Err(SpectrumError::Negative { value: value.to_string() });
        }
        values.sort_by(|a, b| b.cmp(a));
        let zeros = values.iter().filter(|value| value.is_zero()).count();
        values.truncate(values.len() - zeros);
        let mut multiplicities = Vec::new();
        let mut exact: Vec<Surd> = Vec::new();
        for value in values {
            if exact.last() == Some(&value) {
                if let Some(multiplicity) = multiplicities.last_mut() {
                    *multiplicity += 1;
                }
            } else {
                exact.push(value);
                multiplicities.push(1);
            }
        }
        let mut distinct = Vec::with_capacity(exact.len());
        for value in &exact {
            let double = value.to_f64().filter(|&double| in_range(double));
            let out_of_range = || SpectrumError::OutOfRange { value: abridged(value) };
            distinct.push(double.ok_or_else(out_of_range)?);
        }
        Ok(Self { distinct, exact: Some(exact), multiplicities, zeros })
    }

    /// Exact whole singular values, in any order.
    #[must_use]
    pub fn exact_integers(values: &[u32]) -> Self {
        let exact = |&value: &u32| BigRational::from_integer(BigInt::from(value));
        match Self::from_exact(values.iter().map(exact).collect()) {
            Ok(spectrum) => spectrum,
            Err(error) => unreachable!("whole numbers of 32 bits are singular values: {error}"),
        }
    }

    /// Floating singular values, in any order: those within `tolerance.rank` of zero are zeros,
    /// those within `tolerance.repeated` of a larger one are the same value (represented by the
    /// root mean square of the group, so that `‖Σ‖` stays). The tolerance records the gaps met.
    ///
    /// # Errors
    /// A negative value, NaN or infinity, or a largest value whose square is no normal double.
    pub fn from_floats(values: &[f64], tolerance: &mut Tolerance) -> Result<Self, SpectrumError> {
        for (at, &value) in values.iter().enumerate() {
            if !value.is_finite() {
                return Err(SpectrumError::NotFinite { position: at + 1 });
            }
            if value < 0.0 {
                return Err(SpectrumError::Negative { value: value.to_string() });
            }
        }
        let mut sorted = values.to_vec();
        sorted.sort_by(|a, b| b.total_cmp(a));
        let largest = sorted.first().copied().unwrap_or(0.0);
        if largest > 0.0 && !in_range(largest) {
            return Err(SpectrumError::OutOfRange { value: format!("{largest:?}") });
        }
        let rank = sorted
            .iter()
            .take_while(|&&value| value > 0.0 && tolerance.rank.separates(value / largest))
            .count();
        let zeros = sorted.len() - rank;
        if let Some(&next) = sorted.get(rank).filter(|&&next| next > 0.0) {
            tolerance.rank.separates(next / largest);
        }
        sorted.truncate(rank);
        let groups = tolerance.repeated.groups(&sorted, largest);
        Ok(Self {
            distinct: groups.iter().map(|group| root_mean_square(&sorted[group.clone()])).collect(),
            exact: None,
            multiplicities: groups.iter().map(ExactSizeIterator::len).collect(),
            zeros,
        })
    }

    /// Distinct nonzero values, decreasing.
    #[must_use]
    pub fn distinct(&self) -> &[f64] {
        &self.distinct
    }

    /// The distinct nonzero values exactly, decreasing, when the input was exact.
    #[must_use]
    pub fn exact(&self) -> Option<&[Surd]> {
        self.exact.as_deref()
    }

    /// The same as fractions, when all are.
    #[must_use]
    pub fn exact_fractions(&self) -> Option<Vec<BigRational>> {
        self.exact.as_ref()?.iter().map(|value| value.root().cloned()).collect()
    }

    /// `τ_s − τ_t` for 0-based positions of distinct values: of exact ones the double nearest to the
    /// exact difference, however close they are.
    ///
    /// # Panics
    /// When a position is out of range.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Spectrum, parse_exact};
    /// let values = ["1000000000000000.1", "1000000000000000"].map(parse_exact);
    /// let spectrum = Spectrum::from_exact(values.into_iter().collect::<Result<_, _>>()?)?;
    /// assert_eq!(spectrum.difference(0, 1), 0.1);
    /// assert_eq!(spectrum.distinct()[0] - spectrum.distinct()[1], 0.125);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn difference(&self, s: usize, t: usize) -> f64 {
        match &self.exact {
            Some(exact) => match (exact[s].root(), exact[t].root()) {
                (Some(larger), Some(smaller)) => (larger - smaller).to_f64().unwrap_or(f64::NAN),
                // a − b = (a² − b²)/(a + b).
                _ => self.difference_of_squares(s, t) / (self.distinct[s] + self.distinct[t]),
            },
            None => self.distinct[s] - self.distinct[t],
        }
    }

    /// `τ_s² − τ_t²`, without cancellation.
    ///
    /// # Panics
    /// When a position is out of range.
    #[must_use]
    pub fn difference_of_squares(&self, s: usize, t: usize) -> f64 {
        match &self.exact {
            Some(exact) if exact[s].root().is_none() || exact[t].root().is_none() => {
                (exact[s].square() - exact[t].square()).to_f64().unwrap_or(f64::NAN)
            }
            _ => self.difference(s, t) * (self.distinct[s] + self.distinct[t]),
        }
    }

    /// The smallest relative gap between two distinct values or one and zero, `(τ_t − τ_{t+1})/τ_1`
    /// with `τ_{q+1} = 0`; `None` when all are zero.
    #[must_use]
    pub fn smallest_gap(&self) -> Option<f64> {
        let last = self.distinct.len().checked_sub(1)?;
        let between = (0..last).map(|t| self.difference(t, t + 1));
        let gaps = between.chain([self.distinct[last]]).map(|gap| gap / self.distinct[0]);
        gaps.reduce(f64::min)
    }

    /// All values over a power of two.
    #[must_use]
    pub fn over(&self, scale: BinaryScale) -> Self {
        let exact = |values: &Vec<Surd>| {
            values.iter().map(|value| value.times_power_of_two(-scale.exponent())).collect()
        };
        Self {
            distinct: self.distinct.iter().map(|&value| scale.divide(value)).collect(),
            exact: self.exact.as_ref().map(exact),
            ..self.clone()
        }
    }

    /// `m_t`, aligned with [`distinct`](Self::distinct).
    #[must_use]
    pub fn multiplicities(&self) -> &[usize] {
        &self.multiplicities
    }

    /// `s`, the number of nonzero singular values with multiplicity.
    #[must_use]
    pub fn rank(&self) -> usize {
        self.multiplicities.iter().sum()
    }

    /// Number of zero singular values.
    #[must_use]
    pub fn zeros(&self) -> usize {
        self.zeros
    }

    /// The same spectrum with as many zeros as make `length` values in all.
    ///
    /// # Panics
    /// When there are more than `length` values already.
    #[must_use]
    pub fn padded(mut self, length: usize) -> Self {
        assert!(self.rank() + self.zeros <= length, "more singular values than places");
        self.zeros = length - self.rank();
        self
    }

    /// All singular values, nonincreasing, zeros included.
    #[must_use]
    pub fn singular_values(&self) -> Vec<f64> {
        self.expand(&self.distinct, &0.0)
    }

    /// All singular values exactly, nonincreasing, zeros included, when the input was exact.
    #[must_use]
    pub fn exact_singular_values(&self) -> Option<Vec<Surd>> {
        self.exact.as_ref().map(|exact| self.expand(exact, &Surd::from(BigRational::zero())))
    }

    fn expand<T: Clone>(&self, distinct: &[T], zero: &T) -> Vec<T> {
        let repeated = distinct.iter().zip(&self.multiplicities);
        let mut values: Vec<T> = repeated
            .flat_map(|(value, &times)| std::iter::repeat_n(value.clone(), times))
            .collect();
        values.extend(std::iter::repeat_n(zero.clone(), self.zeros));
        values
    }
}

/// The value as text, without the hundreds of digits that an extreme one has.
fn abridged(value: &Surd) -> String {
    const SHOWN: usize = 24;
    let text = value.to_string();
    if text.len() <= SHOWN { text } else { format!("{}…", &text[..SHOWN]) }
}

fn in_range(value: f64) -> bool {
    (1.0 / LARGEST..=LARGEST).contains(&value)
}

/// The value itself when all are equal, so that grouping twice changes nothing.
fn root_mean_square(group: &[f64]) -> f64 {
    let first = group[0];
    if group.iter().all(|&value| value.total_cmp(&first).is_eq()) {
        return first;
    }
    let mean_ratio = group.iter().map(|value| (value / first).powi(2)).sum::<f64>();
    first * (mean_ratio / group.len() as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_exact;

    #[test]
    fn equal_exact_values_are_one_value_however_they_are_written() {
        let values = ["1/2", "0.5", "5e-1", "0.50000000000000000001"];
        let exact = values.iter().map(|text| parse_exact(text).expect("number")).collect();
        let spectrum = Spectrum::from_exact(exact).expect("nonnegative");
        assert_eq!(spectrum.multiplicities(), [1, 3]);
    }

    #[test]
    fn floating_values_are_grouped_and_zeros_cut_within_the_tolerance() {
        let mut tolerance = Tolerance::given(1e-6);
        let values = [1e-9, 2.0, 1.0, 2.0 - 1e-7];
        let spectrum = Spectrum::from_floats(&values, &mut tolerance).expect("finite");
        assert_eq!(spectrum.multiplicities(), [2, 1]);
        assert_eq!(spectrum.zeros(), 1);
        assert!((spectrum.distinct()[0] - (2.0 - 0.5e-7)).abs() < 1e-12);
        assert_eq!(tolerance.rank.largest_merged, Some(5e-10));
        assert_eq!(tolerance.rank.smallest_gap, Some(0.5));
    }

    #[test]
    fn grouping_twice_changes_nothing() {
        let values = [2.0, 2.0 - 1e-15, 1.0, 1.0 - 3e-16, 1e-17];
        let mut tolerance = Tolerance::from_round_off(100);
        let once = Spectrum::from_floats(&values, &mut tolerance).expect("finite");
        let twice = Spectrum::from_floats(&once.singular_values(), &mut tolerance).expect("finite");
        assert_eq!(once, twice);
    }

    #[test]
    fn negative_infinite_and_extreme_values_are_refused() {
        let negative = Spectrum::from_exact(vec![parse_exact("-1").expect("number")]);
        assert_eq!(negative, Err(SpectrumError::Negative { value: "-1".into() }));
        let huge = Spectrum::from_exact(vec![parse_exact("1e300").expect("number")]);
        assert!(matches!(huge, Err(SpectrumError::OutOfRange { .. })));
        let mut tolerance = Tolerance::from_round_off(3);
        let nan = Spectrum::from_floats(&[1.0, f64::NAN], &mut tolerance);
        assert_eq!(nan, Err(SpectrumError::NotFinite { position: 2 }));
    }
}
