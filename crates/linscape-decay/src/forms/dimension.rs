//! Dimension and components of a family.

use crate::{DecayedProblem, Word};

/// The dimension of the family, a bundle of hidden frames over the flags of its ties:
/// `Σ_{0<i<h} [r(d_i − r) + r(r−1)/2] + Σ_t (c₊c₋ + c₊c₀ + c₋c₀)`; weights that meet no data and do
/// not decay are free.
pub(super) fn dimension(problem: &DecayedProblem, word: &Word) -> usize {
    let rank = word.rank();
    let frame = |&width: &usize| rank * (width - rank) + rank * rank.saturating_sub(1) / 2;
    let hidden = &problem.widths()[1..problem.depth()];
    let flags: usize = unlearned(problem, word)
        .zip(word.large().iter().zip(word.small()))
        .map(|(none, (large, small))| large * small + large * none + small * none)
        .sum();
    let free = if problem.idle_weights_decay() { 0 } else { problem.idle_weights() };
    hidden.iter().map(frame).sum::<usize>() + flags + free
}

/// The binary logarithm of the number of components: one for every hidden layer that the learned
/// modes fill (`d_i = r ≥ 1`), one less when a tie is cut between learned and unlearned.
pub(super) fn components(problem: &DecayedProblem, word: &Word) -> u32 {
    let rank = word.rank();
    if rank == 0 {
        return 0;
    }
    let hidden = &problem.widths()[1..problem.depth()];
    let full = hidden.iter().filter(|&&width| width == rank).count();
    let is_cut = unlearned(problem, word)
        .zip(word.large().iter().zip(word.small()))
        .any(|(none, (large, small))| none > 0 && large + small > 0);
    u32::try_from(full).unwrap_or(u32::MAX).saturating_sub(u32::from(is_cut))
}

/// `c₀` of every distinct singular value.
pub(super) fn unlearned<'a>(
    problem: &'a DecayedProblem,
    word: &'a Word,
) -> impl Iterator<Item = usize> + 'a {
    let counts = word.large().iter().zip(word.small());
    problem.classes().iter().zip(counts).map(|(class, (a, b))| class.multiplicity - a - b)
}
