//! Squared singular values as whole numbers.

use crate::{SingularSubset, Spectrum, Surd};
use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

/// The squares `τ_t²` of the distinct singular values as whole multiples of one unit, so that
/// comparing sums of them never rounds.
///
/// Exact spectra use the largest common unit of the rational squares: every comparison is exact at
/// any size. Floating spectra use a power of two near `2⁻⁶² ‖Σ‖²`, far below any tolerance: sums
/// do not depend on the order of their terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Squares {
    units: Units,
    unit: Unit,
}

/// Whole multiples, in the narrowest number type that holds their sum over the spectrum.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Units {
    Small(Vec<u64>),
    Wide(Vec<u128>),
    Big(Vec<BigUint>),
}

/// What one unit is worth.
#[derive(Debug, Clone, PartialEq)]
enum Unit {
    Exact(BigRational),
    Real(f64),
}

/// Bits of the sum of all squares of a floating spectrum.
const REAL_BITS: i32 = 62;

impl Squares {
    /// The squares of a spectrum.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Spectrum, Squares};
    /// // 9, 4, 1 in units of 1.
    /// let squares = Squares::new(&Spectrum::exact_integers(&[3, 2, 1]));
    /// assert_eq!(squares.bits(), 4); // 9 + 4 + 1 = 14 < 2⁴
    /// ```
    #[must_use]
    pub fn new(spectrum: &Spectrum) -> Self {
        match spectrum.exact() {
            Some(exact) => Self::of_exact(exact, spectrum.multiplicities()),
            None => Self::of_doubles(spectrum.distinct(), spectrum.multiplicities()),
        }
    }

    fn of_exact(values: &[Surd], multiplicities: &[usize]) -> Self {
        let rationals: Vec<BigRational> = values.iter().map(Surd::square).collect();
        let denominator =
            rationals.iter().fold(BigInt::one(), |common, square| common.lcm(square.denom()));
        let over_common = |square: &BigRational| {
            (square.numer() * (&denominator / square.denom())).magnitude().clone()
        };
        let mut squares: Vec<BigUint> = rationals.iter().map(over_common).collect();
        let mut common = squares.iter().fold(BigUint::ZERO, |common, square| common.gcd(square));
        if common.is_zero() {
            common = BigUint::one();
        }
        for square in &mut squares {
            *square /= &common;
        }
        let unit = BigRational::new(BigInt::from(common), denominator);
        Self { units: Units::narrowest(squares, multiplicities), unit: Unit::Exact(unit) }
    }

    fn of_doubles(values: &[f64], multiplicities: &[usize]) -> Self {
        let total: f64 =
            values.iter().zip(multiplicities).map(|(value, &m)| m as f64 * value * value).sum();
        // `total < 2^(exponent + 1)`, so that all units add up to less than 2^(REAL_BITS + 1).
        #[allow(clippy::cast_possible_truncation, reason = "an exponent is below 1100")]
        let exponent = if total > 0.0 { total.log2().floor() as i32 } else { 0 };
        let unit = 2_f64.powi(exponent - REAL_BITS + 1);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in 0..2^63")]
        let units = values.iter().map(|value| (value * value / unit).round() as u64).collect();
        Self { units: Units::Small(units), unit: Unit::Real(unit) }
    }

    pub(crate) fn units(&self) -> &Units {
        &self.units
    }

    /// Bits of the largest square.
    #[must_use]
    pub fn bits(&self) -> u64 {
        match &self.units {
            Units::Small(units) => units.iter().map(|unit| u64::from(unit.ilog2() + 1)).max(),
            Units::Wide(units) => units.iter().map(|unit| u64::from(unit.ilog2() + 1)).max(),
            Units::Big(units) => units.iter().map(BigUint::bits).max(),
        }
        .unwrap_or(0)
    }

    /// The sum of the squares that a subset leaves out, as an exact fraction; `None` for floating
    /// spectra.
    pub(crate) fn unlearned(
        &self,
        subset: &SingularSubset,
        multiplicities: &[usize],
    ) -> Option<ExactSum<'_>> {
        let Unit::Exact(unit) = &self.unit else { return None };
        let left_out = multiplicities.iter().zip(subset.counts()).map(|(m, count)| m - count);
        let units = match &self.units {
            Units::Small(units) => units
                .iter()
                .zip(left_out)
                .map(|(&unit, times)| unit * times as u64)
                .sum::<u64>()
                .into(),
            Units::Wide(units) => units
                .iter()
                .zip(left_out)
                .map(|(&unit, times)| unit * times as u128)
                .sum::<u128>()
                .into(),
            Units::Big(units) => units.iter().zip(left_out).map(|(unit, times)| unit * times).sum(),
        };
        Some(ExactSum { units, unit })
    }

    /// The double nearest to a number of exact units, where that takes one division.
    pub(crate) fn quick_double(&self, units: u64) -> Option<f64> {
        match &self.unit {
            Unit::Exact(unit) => quotient(units, unit),
            Unit::Real(_) => None,
        }
    }

    /// A number of units as an exact fraction; `None` for floating spectra.
    pub(crate) fn exact_sum(&self, units: impl Into<BigUint>) -> Option<ExactSum<'_>> {
        let Unit::Exact(unit) = &self.unit else { return None };
        Some(ExactSum { units: units.into(), unit })
    }

    /// The least number of units that is not below a sum: sums of fewer units are. None of a negative sum.
    pub(crate) fn units_up_to(&self, sum: &BigRational) -> BigUint {
        let units = match &self.unit {
            Unit::Exact(unit) => sum / unit,
            // A power of two.
            Unit::Real(unit) => match BigRational::from_float(*unit) {
                Some(unit) => sum / unit,
                None => return BigUint::ZERO,
            },
        };
        units.ceil().to_integer().to_biguint().unwrap_or_default()
    }

    /// How many units a difference of squares `gap` of a floating spectrum amounts to.
    pub(crate) fn units_in(&self, gap: f64) -> u64 {
        match self.unit {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
            Unit::Real(unit) => (gap / unit).floor() as u64,
            Unit::Exact(_) => 0,
        }
    }
}

/// A whole number of exact units.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ExactSum<'a> {
    units: BigUint,
    unit: &'a BigRational,
}

impl ExactSum<'_> {
    /// The sum as a fraction.
    pub(crate) fn to_rational(&self) -> BigRational {
        self.unit * BigInt::from(self.units.clone())
    }

    /// The double nearest to the sum.
    pub(crate) fn to_f64(&self) -> f64 {
        let quick = self.units.to_u64().and_then(|units| quotient(units, self.unit));
        quick.unwrap_or_else(|| self.to_rational().to_f64().unwrap_or(f64::INFINITY))
    }
}

/// `units · unit` with one rounding, when two whole numbers below 2⁵³ give it as their quotient.
fn quotient(units: u64, unit: &BigRational) -> Option<f64> {
    const LARGEST_EXACT: u64 = 1 << 53;
    let short = |number: u64| (number <= LARGEST_EXACT).then_some(number as f64);
    let numerator = short(unit.numer().to_u64()?.checked_mul(units)?)?;
    Some(numerator / short(unit.denom().to_u64()?)?)
}

impl Units {
    /// Leaves a bit of headroom for the sum of two sums.
    fn narrowest(squares: Vec<BigUint>, multiplicities: &[usize]) -> Self {
        let total: BigUint =
            squares.iter().zip(multiplicities).map(|(square, &times)| square * times).sum();
        let small = || squares.iter().map(ToPrimitive::to_u64).collect::<Option<Vec<_>>>();
        let wide = || squares.iter().map(ToPrimitive::to_u128).collect::<Option<Vec<_>>>();
        match total.bits() {
            0..=62 => small().map(Self::Small),
            63..=126 => wide().map(Self::Wide),
            _ => None,
        }
        .unwrap_or(Self::Big(squares))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Tolerance, parse_exact};

    fn exact(values: &[&str]) -> Squares {
        let values = values.iter().map(|text| parse_exact(text).expect("number")).collect();
        Squares::new(&Spectrum::from_exact(values).expect("nonnegative"))
    }

    #[test]
    fn rational_squares_share_their_largest_common_unit() {
        // 9/4 and 1/9 over 36: 81 and 4.
        let squares = exact(&["3/2", "1/3"]);
        assert_eq!(squares.units, Units::Small(vec![81, 4]));
        let unit = squares.exact_sum(1_u64).map(|sum| sum.to_rational());
        assert_eq!(unit, parse_exact("1/36").ok());
        // 4 and 36 in units of 4.
        assert_eq!(exact(&["2", "6"]).units, Units::Small(vec![9, 1]));
    }

    #[test]
    fn squares_widen_as_their_digits_do() {
        assert!(matches!(exact(&["1.000000001", "1"]).units, Units::Small(_)));
        assert!(matches!(exact(&["1.00000000000001", "1"]).units, Units::Wide(_)));
        assert!(matches!(exact(&["1.00000000000000000000001", "1"]).units, Units::Big(_)));
    }

    #[test]
    fn floating_squares_keep_their_ratios_to_the_last_bit_of_a_double() {
        let mut tolerance = Tolerance::from_round_off(3);
        let spectrum = Spectrum::from_floats(&[3.0, 1.0], &mut tolerance).expect("finite");
        let Units::Small(units) = Squares::new(&spectrum).units else { panic!("64 bits") };
        assert_eq!(units[0], 9 * units[1]);
        assert!(units[0] + units[1] < 1 << (REAL_BITS + 1));
    }
}
