//! The first critical values with their multiplicities, whoever has them.

use crate::statement::{ExactSum, Units};
use crate::values::{Ways, WholeLevel, lowest_sums};
use crate::{
    CriticalValue, CriticalValues, Direction, Observer, Problem, Progress, ValuesError,
    family_count, room_for,
};
use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::ToPrimitive;

/// A critical value and how many families have it.
#[derive(Debug, Clone, PartialEq)]
pub struct CountedValue {
    /// The loss (the lowest of the group, when floating losses coincide within the tolerance).
    pub loss: f64,
    /// The loss as a fraction, when the problem is exact.
    pub exact_loss: Option<BigRational>,
    /// How many families have this value.
    pub multiplicity: BigUint,
}

impl From<&CriticalValue> for CountedValue {
    fn from(value: &CriticalValue) -> Self {
        Self {
            loss: value.loss,
            exact_loss: value.exact_loss.clone(),
            multiplicity: value.families.number(),
        }
    }
}

/// The first critical values from one end.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueCounts {
    /// The values, in the order asked for.
    pub values: Vec<CountedValue>,
    /// There are no others.
    pub exhausted: bool,
    /// The observer stopped the listing: these are its first values.
    pub interrupted: bool,
}

/// Bytes that a value and what finds it take: a row, a node of the heap and those it leads to.
const BYTES_A_VALUE: usize = 320;

/// Families that are listed one by one before they are counted, for each value and at least.
const FAMILIES_A_VALUE: usize = 8;
const FAMILIES_AT_LEAST: usize = 1 << 16;

impl ValueCounts {
    /// The `most` lowest or highest critical values.
    ///
    /// # Method
    /// Families are listed best-first and counted. Where they turn out to coincide by the dozen, and
    /// the problem is exact, the values and multiplicities are the terms of a generating function
    /// (see `docs/theory.md`, "Critical values") and no family is listed. On data, values that very
    /// many families share are counted in windows ([`CriticalValues`]).
    ///
    /// # Errors
    /// When so many values, the sums that lead to them, or a crowd take too much memory.
    ///
    /// # Complexity
    /// `O(K log K)` for `K` families; `O(q K)` for `K` values of `q` distinct singular values that
    /// many families share, times `r_max` with a bottleneck.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Architecture, Direction, Problem, Spectrum, ValueCounts};
    /// let sigma: Vec<u32> = (1..=40).collect();
    /// let network = Architecture::new(vec![40; 3])?;
    /// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&sigma))?;
    /// // Of 2⁴⁰ families the lowest leave out nothing, the last mode, the last but one, and both.
    /// let lowest = ValueCounts::new(&problem, Direction::Lowest, 1000, &())?;
    /// assert_eq!((lowest.values[3].loss, lowest.values.len()), (2.5, 1000));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        problem: &Problem,
        direction: Direction,
        most: usize,
        observer: &impl Observer,
    ) -> Result<Self, ValuesError> {
        let families = family_count(problem).to_usize().unwrap_or(usize::MAX);
        room_for("critical values", most.min(families), BYTES_A_VALUE)?;
        let budget = most.saturating_mul(FAMILIES_A_VALUE).max(FAMILIES_AT_LEAST);
        let is_exact = problem.spectrum().exact().is_some();
        let mut found = Self { values: Vec::new(), exhausted: false, interrupted: false };
        let mut listed = 0;
        let mut values = CriticalValues::new(problem, direction, observer);
        while found.values.len() < most {
            let progress = Progress { done: found.values.len() as u64, total: Some(most as u64) };
            let is_due = found.values.len().is_multiple_of(1024);
            if is_due && observer.advance(progress).is_break() {
                found.interrupted = true;
                return Ok(found);
            }
            let value = match values.next() {
                None => break,
                Some(Err(ValuesError::Interrupted)) => {
                    found.interrupted = true;
                    return Ok(found);
                }
                Some(value) => value?,
            };
            let is_crowd = value.families.as_list().is_none();
            listed += value.families.as_list().map_or(0, <[_]>::len);
            if is_exact && (is_crowd || listed > budget) {
                return Self::counted(problem, direction, most, found, observer);
            }
            found.values.push(CountedValue::from(&value));
        }
        found.exhausted = values.is_exhausted();
        Ok(found)
    }

    /// By the generating function. When the observer stops, what was `found` before stays.
    fn counted(
        problem: &Problem,
        direction: Direction,
        most: usize,
        mut found: Self,
        observer: &impl Observer,
    ) -> Result<Self, ValuesError> {
        let counted = match problem.squares().units() {
            Units::Small(squares) => sums(problem, squares, direction, most, observer),
            Units::Wide(squares) => sums(problem, squares, direction, most, observer),
            Units::Big(squares) => sums(problem, squares, direction, most, observer),
        };
        match counted {
            Ok(values) => {
                let counted: BigUint = values.iter().map(|value| &value.multiplicity).sum();
                let exhausted = counted == family_count(problem);
                Ok(Self { values, exhausted, interrupted: false })
            }
            Err(ValuesError::Interrupted) => {
                found.interrupted = true;
                Ok(found)
            }
            Err(error) => Err(error),
        }
    }
}

/// The values in the narrowest numbers that hold their multiplicities.
fn sums<L: WholeLevel>(
    problem: &Problem,
    squares: &[L],
    direction: Direction,
    most: usize,
    observer: &impl Observer,
) -> Result<Vec<CountedValue>, ValuesError> {
    if family_count(problem).bits() < 128 {
        values_of::<L, u128>(problem, squares, direction, most, observer)
    } else {
        values_of::<L, BigUint>(problem, squares, direction, most, observer)
    }
}

fn values_of<L: WholeLevel, W: Ways + Into<BigUint>>(
    problem: &Problem,
    squares: &[L],
    direction: Direction,
    most: usize,
    observer: &impl Observer,
) -> Result<Vec<CountedValue>, ValuesError> {
    let copies = problem.spectrum().multiplicities().iter().copied();
    let classes: Vec<(L, usize)> = squares.iter().cloned().zip(copies).collect();
    let left_out = direction == Direction::Lowest;
    let slots = problem.maximal_rank();
    let sums = lowest_sums::<L, W>(&classes, slots, left_out, most, observer)?;
    let total = classes.iter().fold(L::zero(), |sum, class| sum.plus(&class.0.times(class.1)));
    let value = |(sum, ways): (L, W)| {
        let unlearned: BigUint = if left_out { sum.into() } else { total.minus(&sum).into() };
        let exact = problem.squares().exact_sum(unlearned);
        let halved = exact.as_ref().filter(|_| problem.has_exact_losses());
        CountedValue {
            loss: problem.loss_of_unlearned(exact.as_ref().map_or(f64::NAN, ExactSum::to_f64)),
            exact_loss: halved.map(|sum| sum.to_rational() / BigInt::from(2)),
            multiplicity: ways.into(),
        }
    };
    Ok(sums.into_iter().map(value).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Architecture, Spectrum};

    #[test]
    fn the_generating_function_counts_what_is_listed() {
        let mut compared = 0;
        for (values, hidden) in [
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9][..], 9),
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9], 4),
            (&[2, 2, 2, 3, 3, 5], 6),
            (&[2, 2, 2, 3, 3, 5], 2),
            (&[7, 0, 0], 3),
        ] {
            let network = Architecture::new(vec![values.len(), hidden, values.len()]);
            let spectrum = Spectrum::exact_integers(values);
            let problem = Problem::from_spectrum(network.expect("widths"), spectrum).expect("fits");
            for direction in [Direction::Lowest, Direction::Highest] {
                for most in [1, 7, 1000] {
                    let listed = ValueCounts::new(&problem, direction, most, &()).expect("few");
                    let nothing =
                        ValueCounts { values: Vec::new(), exhausted: false, interrupted: false };
                    let counted = ValueCounts::counted(&problem, direction, most, nothing, &());
                    assert_eq!(counted, Ok(listed), "{values:?} {hidden} {direction:?} {most}");
                    compared += 1;
                }
            }
        }
        assert_eq!(compared, 30);
    }

    /// `Σ_n p(n) zⁿ` with `p(n)` the partitions of `n` into different squares up to 26².
    #[test]
    fn whole_singular_values_are_counted_by_partitions_into_squares() {
        let sigma: Vec<u32> = (1..=26).collect();
        let network = Architecture::new(vec![26, 26, 26]).expect("widths");
        let spectrum = Spectrum::exact_integers(&sigma);
        let problem = Problem::from_spectrum(network, spectrum).expect("fits");
        let found = ValueCounts::new(&problem, Direction::Lowest, 10_000, &()).expect("fits");
        let mut partitions = vec![0_u64; 6202];
        partitions[0] = 1;
        for square in sigma.iter().map(|value| (value * value) as usize) {
            for sum in (square..partitions.len()).rev() {
                partitions[sum] += partitions[sum - square];
            }
        }
        let nonzero = partitions.iter().enumerate().filter(|(_, ways)| **ways > 0);
        let expected: Vec<(f64, BigUint)> =
            nonzero.map(|(sum, &ways)| (sum as f64 / 2.0, ways.into())).collect();
        let pairs = found.values.iter().map(|value| (value.loss, value.multiplicity.clone()));
        let total: BigUint = found.values.iter().map(|value| &value.multiplicity).sum();
        assert_eq!(pairs.collect::<Vec<_>>(), expected);
        assert_eq!(total, BigUint::from(1_u32) << 26);
        assert!(found.exhausted);
    }
}
