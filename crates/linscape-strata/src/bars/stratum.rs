//! Strata of a family.

use crate::{Bar, FamilyShape, ModePair, Summand};

/// A stratum of a family: all its critical points that decompose into the same summands, as a
/// multiset. The `r` full bars of the learned modes are not written down.
///
/// The value is canonical (sorted, no zero counts), so equality is equality of strata. Its text
/// form is the stratum key ([`Display`](std::fmt::Display), [`FromStr`](std::str::FromStr)).
///
/// # Edge cases
/// The only stratum of a family whose learned modes fill every layer has no summands.
///
/// # Examples
/// ```
/// use linscape_strata::{ModePair, Stratum, Summand};
/// let pair = Summand::Unlearned(ModePair { input_end: 0, output_start: 3 });
/// let stratum: Stratum = [(pair, 1), (pair, 1)].into_iter().collect();
/// assert_eq!(stratum.count(pair), 2);
/// assert_eq!(stratum.to_string(), "p0-3x2");
/// ```
///
/// Source: `docs/theory.md`, "Strata".
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stratum {
    summands: Vec<(Summand, usize)>,
}

impl Stratum {
    /// The stratum of the balanced points: no hidden layer knows an unlearned mode, and interior
    /// bars have length one.
    ///
    /// # Examples
    /// Widths 2,3,2 with both modes unlearned:
    /// ```
    /// # use linscape_strata::{FamilyShape, Stratum};
    /// # let shape = FamilyShape::leading([2, 3, 2], 2, 0);
    /// assert_eq!(Stratum::balanced(&shape).to_string(), "p0-2x2.b1-1x3");
    /// ```
    #[must_use]
    pub fn balanced(shape: &FamilyShape) -> Self {
        let depth = shape.depth();
        let silent = Summand::Unlearned(ModePair::silent(depth));
        let outer = [
            (silent, shape.unlearned()),
            (Summand::InputNull { end: 0 }, shape.input_null()),
            (Summand::OutputNull { start: depth }, shape.output_null()),
        ];
        let interior = (1..depth).map(|layer| {
            let bar = Bar { start: layer, end: layer };
            (Summand::Interior(bar), shape.widths()[layer] - shape.learned())
        });
        outer.into_iter().chain(interior).collect()
    }

    /// The summands with their counts, in increasing order.
    #[must_use]
    pub fn summands(&self) -> &[(Summand, usize)] {
        &self.summands
    }

    /// How often a summand occurs.
    #[must_use]
    pub fn count(&self, summand: Summand) -> usize {
        self.summands
            .binary_search_by_key(&summand, |&(present, _)| present)
            .map_or(0, |position| self.summands[position].1)
    }

    /// The pairs of the unlearned modes with their counts.
    pub fn unlearned(&self) -> impl Iterator<Item = (ModePair, usize)> {
        self.summands.iter().filter_map(|&(summand, count)| match summand {
            Summand::Unlearned(pair) => Some((pair, count)),
            _ => None,
        })
    }

    /// The ends of the input-null bars with their counts.
    pub fn input_null(&self) -> impl Iterator<Item = (usize, usize)> {
        self.summands.iter().filter_map(|&(summand, count)| match summand {
            Summand::InputNull { end } => Some((end, count)),
            _ => None,
        })
    }

    /// The starts of the output-null bars with their counts.
    pub fn output_null(&self) -> impl Iterator<Item = (usize, usize)> {
        self.summands.iter().filter_map(|&(summand, count)| match summand {
            Summand::OutputNull { start } => Some((start, count)),
            _ => None,
        })
    }

    /// The interior bars with their counts.
    pub fn interior(&self) -> impl Iterator<Item = (Bar, usize)> {
        self.summands.iter().filter_map(|&(summand, count)| match summand {
            Summand::Interior(bar) => Some((bar, count)),
            _ => None,
        })
    }

    /// The number of bars alive in a layer, full bars not counted.
    #[must_use]
    pub fn alive_at(&self, layer: usize) -> usize {
        self.summands
            .iter()
            .filter(|(summand, _)| summand.is_alive_at(layer))
            .map(|pair| pair.1)
            .sum()
    }

    /// From counts that are already in canonical form.
    pub(crate) fn from_sorted(summands: Vec<(Summand, usize)>) -> Self {
        debug_assert!(summands.windows(2).all(|pair| pair[0].0 < pair[1].0));
        debug_assert!(summands.iter().all(|&(_, count)| count > 0));
        Self { summands }
    }
}

impl FromIterator<(Summand, usize)> for Stratum {
    /// Adds up repeated summands and leaves out zero counts.
    fn from_iter<I: IntoIterator<Item = (Summand, usize)>>(items: I) -> Self {
        let mut sorted: Vec<_> = items.into_iter().filter(|&(_, count)| count > 0).collect();
        sorted.sort_unstable();
        let mut summands: Vec<(Summand, usize)> = Vec::with_capacity(sorted.len());
        for (summand, count) in sorted {
            match summands.last_mut() {
                Some((last, total)) if *last == summand => *total += count,
                _ => summands.push((summand, count)),
            }
        }
        Self { summands }
    }
}
