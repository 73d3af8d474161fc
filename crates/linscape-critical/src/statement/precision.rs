//! How exactly numbers were stored before they were read.

use std::fmt;

/// The *unit roundoff* `u` of a storage format: a stored number differs from the one that was
/// meant by at most `u` times its size.
///
/// What is decided about floating data, ranks, repeated values, coincident losses, is decided up
/// to this: a column that is a combination of others before it is written in single precision is
/// none of them after.
///
/// # Examples
/// ```
/// use linscape_critical::Precision;
/// assert_eq!(Precision::SINGLE.unit_roundoff(), 2_f64.powi(-24));
/// // 0.333333 stands for anything within half a unit of its last digit; the least favourable
/// // first digit is 1: 5·10⁻⁷ of 0.1.
/// assert_eq!(Precision::decimal(6).unit_roundoff(), 5e-6);
/// // No text is more exact than the double it is read into.
/// assert_eq!(Precision::decimal(40), Precision::DOUBLE);
/// ```
///
/// Source: Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 2.1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Precision(f64);

impl Precision {
    /// `f64`: `2⁻⁵³`.
    pub const DOUBLE: Self = Self(f64::EPSILON / 2.0);
    /// `f32`: `2⁻²⁴`.
    pub const SINGLE: Self = Self(1.0 / 16_777_216.0);
    /// `f16`: `2⁻¹¹`.
    pub const HALF: Self = Self(1.0 / 2048.0);
    /// `bfloat16`: `2⁻⁸`.
    pub const BFLOAT: Self = Self(1.0 / 256.0);

    /// Decimal numbers of at most `digits` significant digits: `½·10^{1−k}`, and that of doubles
    /// beyond 16 digits.
    ///
    /// # Edge cases
    /// No digits count as one.
    #[must_use]
    pub fn decimal(digits: u32) -> Self {
        let shift = i32::try_from(digits.clamp(1, 40)).unwrap_or(40) - 1;
        Self::DOUBLE.or_coarser(Self(0.5 / 10_f64.powi(shift)))
    }

    /// A format of the given unit roundoff; none is finer than doubles, in which all is computed.
    ///
    /// # Edge cases
    /// `NaN` is taken for that of doubles; nothing is coarser than 1.
    #[must_use]
    pub fn of_unit_roundoff(unit_roundoff: f64) -> Self {
        if unit_roundoff.is_nan() {
            return Self::DOUBLE;
        }
        Self(unit_roundoff.clamp(Self::DOUBLE.0, 1.0))
    }

    /// `u`.
    #[must_use]
    pub fn unit_roundoff(self) -> f64 {
        self.0
    }

    /// The less exact of two.
    #[must_use]
    pub fn or_coarser(self, other: Self) -> Self {
        if other.0 > self.0 { other } else { self }
    }

    /// Whether numbers were rounded more coarsely than computing with doubles rounds them.
    #[must_use]
    pub fn is_coarse(self) -> bool {
        self > Self::DOUBLE
    }
}

impl Default for Precision {
    /// That of doubles.
    fn default() -> Self {
        Self::DOUBLE
    }
}

impl fmt::Display for Precision {
    /// `u = 6.0e-8`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "u = {:.1e}", self.0)
    }
}
