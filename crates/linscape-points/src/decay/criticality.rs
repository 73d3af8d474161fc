//! Whether weights are a critical point, as far as their precision tells.

use crate::OffsetCheck;

/// Whether weights are critical.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criticality {
    /// A critical point lies within what the precision of the weights explains.
    Critical,
    /// None does.
    Not,
    /// The nearest critical point is neither that near nor clearly farther.
    Undecided,
}

impl Criticality {
    /// Whether the weights are critical; `None` when that is undecided.
    #[must_use]
    pub fn decided(self) -> Option<bool> {
        match self {
            Self::Critical => Some(true),
            Self::Not => Some(false),
            Self::Undecided => None,
        }
    }

    /// By how far the critical point is from weights of norm 1, and by how much storing them explains; `None`
    /// where none was found.
    pub(crate) fn of_distance(moved: Option<f64>, explained: f64) -> Self {
        match moved {
            Some(moved) if moved <= explained => Self::Critical,
            Some(moved) if moved <= CLEAR * explained => Self::Undecided,
            _ => Self::Not,
        }
    }

    /// By whether the offset of the outputs, which biases set at will, is at its best.
    pub(crate) fn of_offset(offset: &OffsetCheck) -> Self {
        if offset.in_errors <= 1.0 {
            Self::Critical
        } else if offset.in_errors <= offset.clear {
            Self::Undecided
        } else {
            Self::Not
        }
    }

    /// Of both.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Not, _) | (_, Self::Not) => Self::Not,
            (Self::Critical, Self::Critical) => Self::Critical,
            _ => Self::Undecided,
        }
    }
}

/// Distances up to this many times the precision of the weights, relative to their norm, are what
/// storing explains; a thousand times that is clearly farther.
pub(crate) const EXPLAINED: f64 = 32.0;
pub(crate) const CLEAR: f64 = 1e3;
