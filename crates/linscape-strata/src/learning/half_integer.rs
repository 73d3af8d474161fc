//! Halves of whole numbers.

use std::fmt;

/// A number `k/2` with a whole `k ≥ 0`: what every learning coefficient is.
///
/// # Examples
/// ```
/// use linscape_strata::HalfInteger;
/// assert_eq!(HalfInteger::halved(7).to_string(), "7/2");
/// assert_eq!(HalfInteger::halved(8).to_string(), "4");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct HalfInteger {
    twice: usize,
}

impl HalfInteger {
    /// Half of `twice`.
    #[must_use]
    pub fn halved(twice: usize) -> Self {
        Self { twice }
    }

    /// The number doubled.
    #[must_use]
    pub fn twice(self) -> usize {
        self.twice
    }

    /// As a double, exact below `2⁵²`.
    #[must_use]
    pub fn value(self) -> f64 {
        self.twice as f64 / 2.0
    }
}

impl fmt::Display for HalfInteger {
    /// In lowest terms: `7/2`, `4`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let half = self.twice / 2;
        if self.twice.is_multiple_of(2) {
            f.pad(&half.to_string())
        } else {
            f.pad(&format!("{}/2", self.twice))
        }
    }
}
