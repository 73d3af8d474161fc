//! The parts a critical point is a direct sum of.

use crate::{Bar, ModePair};

/// One direct summand of a critical point beside its full bars: the two bars of an unlearned mode,
/// a null bar of either outer side, or a bar inside the hidden layers.
///
/// A summand occupies at most one coordinate of any layer. The order of the variants, and inside
/// them of the fields, is the canonical order of stratum keys and of the enumeration.
///
/// Source: `docs/theory.md`, "Strata".
///
/// # Examples
/// ```
/// use linscape_strata::{ModePair, Summand};
/// let mode = Summand::Unlearned(ModePair { input_end: 1, output_start: 3 });
/// // Of the layers 0..=3 only layer 2 knows nothing of the mode.
/// assert!(mode.is_alive_at(1) && !mode.is_alive_at(2) && mode.is_alive_at(3));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Summand {
    /// The bars `[0, b]` and `[a, h]` of an unlearned mode.
    Unlearned(ModePair),
    /// A bar `[0, end]` of an input direction that carries no signal.
    InputNull {
        /// The last layer it reaches, `0 ≤ end ≤ h − 1`.
        end: usize,
    },
    /// A bar `[start, h]` of an output direction that carries no signal.
    OutputNull {
        /// The first layer it is reached from, `1 ≤ start ≤ h`.
        start: usize,
    },
    /// A bar inside the hidden layers `1..=h−1`.
    Interior(Bar),
}

impl Summand {
    /// The last layer of its input bar, if it has one.
    #[must_use]
    pub fn input_end(self) -> Option<usize> {
        match self {
            Self::Unlearned(pair) => Some(pair.input_end),
            Self::InputNull { end } => Some(end),
            Self::OutputNull { .. } | Self::Interior(_) => None,
        }
    }

    /// The first layer of its output bar, if it has one.
    #[must_use]
    pub fn output_start(self) -> Option<usize> {
        match self {
            Self::Unlearned(pair) => Some(pair.output_start),
            Self::OutputNull { start } => Some(start),
            Self::InputNull { .. } | Self::Interior(_) => None,
        }
    }

    /// One of its bars is alive in `layer`.
    #[must_use]
    pub fn is_alive_at(self, layer: usize) -> bool {
        match self {
            Self::Interior(bar) => bar.contains(layer),
            _ => {
                self.input_end().is_some_and(|end| layer <= end)
                    || self.output_start().is_some_and(|start| layer >= start)
            }
        }
    }

    /// It is one of the summands of a balanced point, which no layer can carry less of: `(0, h)`,
    /// `[0, 0]`, `[h, h]` or an interior bar of length one.
    #[must_use]
    pub fn is_balanced(self, depth: usize) -> bool {
        match self {
            Self::Unlearned(pair) => pair == ModePair::silent(depth),
            Self::InputNull { end } => end == 0,
            Self::OutputNull { start } => start == depth,
            Self::Interior(bar) => bar.start == bar.end,
        }
    }

    /// This balanced summand gives way to a copy of the other one, which is not balanced: a bar of
    /// length one in each hidden layer the other is alive in, a silent pair to a pair, an idle null
    /// bar to a null bar.
    pub(crate) fn is_replaced_by(self, other: Self) -> bool {
        match (self, other) {
            (Self::Interior(bar), _) => other.is_alive_at(bar.start),
            (Self::Unlearned(_), Self::Unlearned(_))
            | (Self::InputNull { .. }, Self::InputNull { .. })
            | (Self::OutputNull { .. }, Self::OutputNull { .. }) => true,
            _ => false,
        }
    }

    /// Every summand of a network of this depth, in increasing order: about `h²` of them.
    pub(crate) fn all(depth: usize) -> impl Iterator<Item = Self> {
        let interior =
            (1..depth).flat_map(move |start| (start..depth).map(move |end| Bar { start, end }));
        ModePair::all(depth)
            .map(Self::Unlearned)
            .chain((0..depth).map(|end| Self::InputNull { end }))
            .chain((1..=depth).map(|start| Self::OutputNull { start }))
            .chain(interior.map(Self::Interior))
    }
}
