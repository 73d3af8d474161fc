//! Where the negative eigenvalues of a stratum come from.

use crate::forms::meets_in_second_variation;
use crate::{FamilyShape, Stratum, Summand};

/// The index of a stratum, taken apart: each field counts negative eigenvalues of one kind.
///
/// Source: `docs/theory.md`, "Inertia".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct IndexSources {
    /// Pairs of a learned mode `k` and an unlearned mode `l` with `σ_l > σ_k`: the better one can
    /// take the place of the other.
    pub swaps: usize,
    /// Pairs of an unlearned mode and an interior bar over all of its gap.
    pub interior: usize,
    /// Pairs of unlearned modes, the input bar of the first and the output bar of the second
    /// without a layer between.
    pub modes: usize,
    /// The same for an input-null bar and the output bar of an unlearned mode.
    pub input_null: usize,
    /// The same for the input bar of an unlearned mode and an output-null bar.
    pub output_null: usize,
}

impl IndexSources {
    /// The index.
    #[must_use]
    pub fn total(&self) -> usize {
        self.swaps + self.interior + self.modes + self.input_null + self.output_null
    }
}

impl Stratum {
    /// Takes the index of the stratum apart.
    ///
    /// # Complexity
    /// Quadratic in the number of distinct summands, whatever the widths.
    ///
    /// # Examples
    /// Widths 1,1,1 at σ = 2: the hidden unit is a bar over the whole gap of the mode.
    /// ```
    /// use linscape_strata::{FamilyShape, IndexSources, Stratum};
    /// let shape = FamilyShape::leading([1, 1, 1], 1, 0);
    /// let sources = Stratum::balanced(&shape).index_sources(&shape);
    /// assert_eq!(sources, IndexSources { interior: 1, ..IndexSources::default() });
    /// ```
    #[must_use]
    pub fn index_sources(&self, shape: &FamilyShape) -> IndexSources {
        let mut sources = IndexSources { swaps: shape.pairs_down(), ..IndexSources::default() };
        for &(s, copies) in self.summands() {
            for &(t, others) in self.summands() {
                if meets_in_second_variation(s, t) {
                    *sources.of_kind(s, t) += copies * others;
                }
            }
        }
        sources
    }
}

impl IndexSources {
    /// The count that a meeting of these two summands belongs to.
    fn of_kind(&mut self, s: Summand, t: Summand) -> &mut usize {
        match (s, t) {
            (_, Summand::Interior(_)) => &mut self.interior,
            (Summand::InputNull { .. }, _) => &mut self.input_null,
            (_, Summand::OutputNull { .. }) => &mut self.output_null,
            _ => &mut self.modes,
        }
    }
}
