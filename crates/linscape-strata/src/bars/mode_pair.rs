//! The two bars of an unlearned mode.

use std::fmt;

use crate::Bar;

/// The input bar `[0, b]` and the output bar `[a, h]` of one unlearned mode. The point is critical
/// exactly when `a ≥ b + 2` for every unlearned mode: at least one layer knows nothing of it.
///
/// Which input bar belongs to which output bar is part of the data: two strata can have the same
/// bars and different inertia.
///
/// Source: `docs/theory.md`, "Strata".
///
/// # Examples
/// ```
/// use linscape_strata::{Bar, ModePair};
/// let pair = ModePair { input_end: 1, output_start: 4 };
/// assert_eq!(pair.gap(), Bar { start: 2, end: 3 });
/// assert_eq!(pair.to_string(), "1-4");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModePair {
    /// `b`, the last layer that the mode's input direction reaches.
    pub input_end: usize,
    /// `a`, the first layer from which the mode's output direction is reached.
    pub output_start: usize,
}

impl ModePair {
    /// The pair of a mode that no hidden layer knows: `(0, h)`.
    #[must_use]
    pub fn silent(depth: usize) -> Self {
        Self { input_end: 0, output_start: depth }
    }

    /// The layers `[b + 1, a − 1]` between the two bars. A bar over all of them connects the mode
    /// in two steps, which makes the point a strict saddle.
    #[must_use]
    pub fn gap(self) -> Bar {
        Bar { start: self.input_end + 1, end: self.output_start - 1 }
    }

    /// At least one layer lies between the two bars.
    #[must_use]
    pub fn is_critical(self) -> bool {
        self.output_start >= self.input_end + 2
    }

    /// Every pair of a network of this depth, in increasing order.
    pub fn all(depth: usize) -> impl Iterator<Item = Self> {
        (0..depth.saturating_sub(1)).flat_map(move |input_end| {
            (input_end + 2..=depth).map(move |output_start| Self { input_end, output_start })
        })
    }
}

/// No gap of the front is covered by the interior bar.
pub(crate) fn avoids_gaps(bar: Bar, front: &[ModePair]) -> bool {
    front.iter().all(|pair| !bar.covers(pair.gap()))
}

impl fmt::Display for ModePair {
    /// `b-a`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}-{}", self.input_end, self.output_start))
    }
}
