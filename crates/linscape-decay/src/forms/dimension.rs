//! Dimension and components of a family.

use super::Tally;
use crate::DecayedProblem;

/// The dimension of the family, a bundle of hidden frames over the flags of its ties:
/// `Σ_{0<i<h} [r(d_i − r) + r(r−1)/2] + Σ_t (c₊c₋ + c₊c₀ + c₋c₀)`; weights that meet no data and do
/// not decay are free.
pub(super) fn dimension(problem: &DecayedProblem, tally: &Tally) -> usize {
    let rank = tally.rank;
    let frame = |&width: &usize| rank * (width - rank) + rank * rank.saturating_sub(1) / 2;
    let hidden = &problem.widths()[1..problem.depth()];
    let free = if problem.idle_weights_decay() { 0 } else { problem.idle_weights() };
    hidden.iter().map(frame).sum::<usize>() + tally.flags + free + problem.biases().flat
}

/// The binary logarithm of the number of components: one for every hidden layer that the learned
/// modes fill (`d_i = r ≥ 1`), one less when a tie is cut between learned and unlearned.
pub(super) fn components(problem: &DecayedProblem, tally: &Tally) -> u32 {
    if tally.rank == 0 {
        return 0;
    }
    let hidden = &problem.widths()[1..problem.depth()];
    let full = hidden.iter().filter(|&&width| width == tally.rank).count();
    u32::try_from(full).unwrap_or(u32::MAX).saturating_sub(u32::from(tally.is_cut))
}
