//! Index and nullity of a family.

use super::dimension::unlearned;
use crate::{DecayedProblem, Phase, Threshold, Word};

/// `s(s+1)/2 + #{k ∈ P, j ∈ S: σ_j > σ_k} + #{k ∈ P ∪ S, l unlearned: σ_l > σ_k}`, for distinct values
/// the inversions of the word in the order `+ < − < 0` and `s(s+1)/2`; at depth 2 also `d_1 − r` for
/// every unlearned mode above `λ̄`.
///
/// `None` at depth 2 when it is undecided whether an unlearned mode is above `λ̄`.
pub(super) fn index(problem: &DecayedProblem, word: &Word) -> Option<usize> {
    if problem.depth() == 1 {
        return Some(0);
    }
    let passes = word.passes();
    let mut index = passes * (passes + 1) / 2;
    // Unlearned modes and passes of larger values.
    let (mut unlearned_above, mut passes_above) = (0, 0);
    for (at, none) in unlearned(problem, word).enumerate() {
        let (large, small) = (word.large()[at], word.small()[at]);
        index += large * passes_above + (large + small) * unlearned_above;
        unlearned_above += none;
        passes_above += small;
    }
    if problem.depth() == 2 {
        index += spare(problem, word)? * above_pitchfork(problem, word);
    }
    Some(index)
}

/// Eigenvalues that vanish at a threshold beside those along the family: `c(c+1)/2` for `c` modes on
/// a double root; at depth 2 `d_1 − r` for every unlearned mode at `σ = λ̄`.
///
/// `None` as for [`index`].
pub(super) fn extra_nullity(problem: &DecayedProblem, word: &Word) -> Option<usize> {
    if problem.depth() == 2 {
        return Some(spare(problem, word)? * unlearned_in(problem, word, Phase::Fold));
    }
    let double = on_double_root(problem, word);
    Some(double * (double + 1) / 2)
}

/// How many learned modes stand on a double root.
pub(super) fn on_double_root(problem: &DecayedProblem, word: &Word) -> usize {
    let classes = problem.classes().iter().zip(word.large());
    classes.filter(|(class, _)| class.roots.is_double()).map(|(_, &large)| large).sum()
}

/// `d_1 − r` at depth 2, unless it matters and modes are undecided.
fn spare(problem: &DecayedProblem, word: &Word) -> Option<usize> {
    let spare = problem.widths()[1] - word.rank();
    let undecided = unlearned_in(problem, word, Phase::Undecided(Threshold::Fold));
    (spare == 0 || undecided == 0).then_some(spare)
}

fn above_pitchfork(problem: &DecayedProblem, word: &Word) -> usize {
    unlearned_in(problem, word, Phase::Dominant)
}

fn unlearned_in(problem: &DecayedProblem, word: &Word, phase: Phase) -> usize {
    let classes = problem.classes().iter().zip(unlearned(problem, word));
    classes.filter(|(class, _)| class.phase() == phase).map(|(_, none)| none).sum()
}
