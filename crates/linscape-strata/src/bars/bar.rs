//! Intervals of layers.

use std::fmt;

/// A basis vector alive in the layers `start..=end` of a network: the weights carry it from layer
/// to layer, none produces it before `start`, and the weights after `end` kill it. Layer 0 is the
/// input, layer `h` the output.
///
/// Source: `docs/theory.md`, "Strata".
///
/// # Examples
/// ```
/// use linscape_strata::Bar;
/// let bar = Bar { start: 2, end: 3 };
/// assert!(bar.contains(3) && !bar.contains(4));
/// assert_eq!(bar.to_string(), "2-3");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bar {
    /// The first layer.
    pub start: usize,
    /// The last layer.
    pub end: usize,
}

impl Bar {
    /// The bar is alive in `layer`.
    #[must_use]
    pub fn contains(self, layer: usize) -> bool {
        self.start <= layer && layer <= self.end
    }

    /// The bar is alive in every layer of `other`.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl fmt::Display for Bar {
    /// `start-end`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}-{}", self.start, self.end))
    }
}
