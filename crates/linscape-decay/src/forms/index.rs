//! Index and nullity of a family.

use super::Tally;
use crate::DecayedProblem;

/// `s(s+1)/2 + #{k ∈ P, j ∈ S: σ_j > σ_k} + #{k ∈ P ∪ S, l unlearned: σ_l > σ_k}`, for distinct values
/// the inversions of the word in the order `+ < − < 0` and `s(s+1)/2`; at depth 2 also `d_1 − r` for
/// every unlearned mode above `λ̄`.
///
/// `None` at depth 2 when it is undecided whether an unlearned mode is above `λ̄`.
pub(super) fn index(problem: &DecayedProblem, tally: &Tally) -> Option<usize> {
    if problem.depth() == 1 {
        return Some(0);
    }
    let index = tally.passes * (tally.passes + 1) / 2 + tally.inversions;
    if problem.depth() == 2 {
        return Some(index + spare(problem, tally)? * tally.dominant);
    }
    Some(index)
}

/// Eigenvalues that vanish at a threshold beside those along the family: `c(c+1)/2` for `c` modes on
/// a double root; at depth 2 `d_1 − r` for every unlearned mode at `σ = λ̄`.
///
/// `None` as for [`index`].
pub(super) fn extra_nullity(problem: &DecayedProblem, tally: &Tally) -> Option<usize> {
    if problem.depth() == 2 {
        return Some(spare(problem, tally)? * tally.at_fold);
    }
    Some(tally.double * (tally.double + 1) / 2)
}

/// `d_1 − r` at depth 2, unless it matters and modes are undecided.
fn spare(problem: &DecayedProblem, tally: &Tally) -> Option<usize> {
    let spare = problem.widths()[1] - tally.rank;
    (spare == 0 || tally.undecided == 0).then_some(spare)
}
