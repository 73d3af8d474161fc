//! How fast the loss can fall near a critical point.

use std::fmt;

/// The smallest degree `q ≥ 2` at which the loss decreases near a saddle:
/// `L₀ − min_{‖δ‖=ε} L ~ ε^q`. A strict saddle has order 2, a nonstrict one at least 3; a global
/// minimum has none (`docs/theory.md`, "Escape order").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EscapeOrder(usize);

impl EscapeOrder {
    /// The order of a saddle with a negative eigenvalue.
    pub const QUADRATIC: Self = Self(2);

    /// An order of at least 2.
    ///
    /// # Panics
    /// When `degree < 2`: the gradient vanishes at a critical point.
    #[must_use]
    pub fn new(degree: usize) -> Self {
        assert!(degree >= 2, "no critical point has escape order {degree}");
        Self(degree)
    }

    /// The degree `q`.
    #[must_use]
    pub fn degree(self) -> usize {
        self.0
    }
}

impl fmt::Display for EscapeOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
