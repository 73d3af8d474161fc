//! What one pass over the distinct singular values counts of a word.

use crate::{DecayedProblem, Phase, Threshold, Word};

/// Everything that index, nullity, dimension and components are sums of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    /// `r`.
    pub(super) rank: usize,
    /// `s`.
    pub(super) passes: usize,
    /// `#{k ∈ P, j ∈ S: σ_j > σ_k} + #{k ∈ P ∪ S, l unlearned: σ_l > σ_k}`.
    pub(super) inversions: usize,
    /// `Σ_t (c₊c₋ + c₊c₀ + c₋c₀)`.
    pub(super) flags: usize,
    /// Whether a tie is cut between learned and unlearned modes.
    pub(super) is_cut: bool,
    /// Learned modes on a double root.
    pub(super) double: usize,
    /// Unlearned modes above all thresholds, at the fold, and undecided there.
    pub(super) dominant: usize,
    pub(super) at_fold: usize,
    pub(super) undecided: usize,
}

impl Tally {
    pub(super) fn of(problem: &DecayedProblem, word: &Word) -> Self {
        let mut tally = Self::default();
        // Unlearned modes of larger values.
        let mut unlearned = 0;
        let counts = word.large().iter().zip(word.small());
        for (class, (&large, &small)) in problem.classes().iter().zip(counts) {
            let learned = large + small;
            let none = class.multiplicity - learned;
            tally.inversions += large * tally.passes + learned * unlearned;
            unlearned += none;
            tally.rank += learned;
            tally.passes += small;
            if none == 0 {
                tally.flags += large * small;
            } else {
                tally.flags += large * small + learned * none;
                tally.is_cut |= learned > 0;
                match class.phase() {
                    Phase::Dominant => tally.dominant += none,
                    Phase::Fold => tally.at_fold += none,
                    Phase::Undecided(Threshold::Fold) => tally.undecided += none,
                    _ => {}
                }
            }
            if large > 0 && class.roots.is_double() {
                tally.double += large;
            }
        }
        tally
    }
}
