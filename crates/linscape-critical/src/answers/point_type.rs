//! What kind of critical point a point is.

use std::fmt;

/// The type of a critical point of a deep linear network's loss. There are no other local minima
/// than the global ones, and no maxima (Baldi–Hornik 1989; `docs/theory.md`, "Critical values").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PointType {
    /// The loss is the smallest there is for these widths.
    GlobalMinimum,
    /// A saddle whose second variation takes a negative value.
    StrictSaddle,
    /// A saddle whose second variation is nonnegative: second-order methods can stall there.
    NonstrictSaddle,
}

impl PointType {
    /// Every type, in the order of their definition.
    pub const ALL: [Self; 3] = [Self::GlobalMinimum, Self::StrictSaddle, Self::NonstrictSaddle];
}

impl fmt::Display for PointType {
    /// In words: `global minimum`, `strict saddle`, `nonstrict saddle`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::GlobalMinimum => "global minimum",
            Self::StrictSaddle => "strict saddle",
            Self::NonstrictSaddle => "nonstrict saddle",
        })
    }
}
