//! What stands beside the landscape of the product.

use crate::Inertia;
use std::ops::Add;

/// Coordinates that split off from the landscape of the product `W_h⋯W_1`, by what they do to the
/// second variation: `flat` ones change nothing (weights of input directions without data),
/// `positive` ones raise the loss and do nothing else (an offset that is at its best value).
///
/// # Examples
/// ```
/// use linscape_critical::{Beside, Inertia};
/// let saddle = Inertia { negative: 1, zero: 2, positive: 3 };
/// let whole = Beside { flat: 4, positive: 5 }.beside(saddle);
/// assert_eq!(whole, Inertia { negative: 1, zero: 6, positive: 8 });
/// ```
///
/// Source: `docs/theory.md`, "The problem".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Beside {
    /// Coordinates on which the loss does not depend: nullity and dimension.
    pub flat: usize,
    /// Coordinates in which the loss rises: coindex.
    pub positive: usize,
}

impl Beside {
    /// How many there are.
    #[must_use]
    pub fn coordinates(self) -> usize {
        self.flat + self.positive
    }

    /// The inertia of the whole network, from that of the product alone.
    #[must_use]
    pub fn beside(self, inertia: Inertia) -> Inertia {
        Inertia {
            negative: inertia.negative,
            zero: inertia.zero + self.flat,
            positive: inertia.positive + self.positive,
        }
    }
}

impl Add for Beside {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { flat: self.flat + other.flat, positive: self.positive + other.positive }
    }
}
