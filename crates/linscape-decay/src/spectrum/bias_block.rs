//! The Hessian's eigenvalues in the directions of the biases.

use super::Letter;
use super::jacobi::eigenvalues;
use super::pairs::Counted;
use crate::{BiasDecay, DecayedProblem, Word};

/// Those of `diag(μ_i) + m W_{h:i+1}ᵀW_{h:j+1}`, the Hessian along biases of zero with inputs about their means: a
/// block of the order of the layers with a bias for every learned mode, `μ_h + m` for other directions of the
/// output, `μ_i` for dead coordinates of hidden layers. Of the biases that do not decay the block knows but
/// one direction.
pub(super) fn of_biases(problem: &DecayedProblem, word: &Word) -> Vec<Counted> {
    let Some(decay) = problem.offset_biases() else { return Vec::new() };
    let widths = problem.widths();
    let depth = problem.depth();
    let with_bias: Vec<usize> = (1..=depth).filter(|&layer| decay.has_bias()[layer - 1]).collect();
    let free = with_bias.iter().filter(|&&layer| decay.layers()[layer - 1] <= 0.0).count();
    let flat = free.saturating_sub(1);
    let rank = word.rank();
    let mut values = Vec::new();
    for letter in Letter::learned(problem, word) {
        let found = eigenvalues(block(problem, decay, &with_bias, letter.amplitude()));
        values.push((0.0, flat * letter.times));
        values.extend(found.into_iter().skip(flat).map(|value| (value, letter.times)));
    }
    for &layer in &with_bias {
        let own = decay.layers()[layer - 1];
        let own = if layer == depth { own + decay.mass() } else { own };
        values.push((own, widths[layer] - rank));
    }
    values
}

/// `μ_i δ_ij + m c_i c_j`, `c_i` the strength of `W_{h:i+1}` on a mode of amplitude `x`.
fn block(problem: &DecayedProblem, decay: &BiasDecay, layers: &[usize], x: f64) -> Vec<Vec<f64>> {
    let (depth, weights) = (problem.depth(), problem.decay());
    let strength = |layer: usize| -> f64 {
        weights.layers()[layer..depth].iter().map(|own| (weights.mean() / own).sqrt() * x).product()
    };
    let strengths: Vec<f64> = layers.iter().map(|&layer| strength(layer)).collect();
    let entry = |i: usize, j: usize| {
        let own = if i == j { decay.layers()[layers[i] - 1] } else { 0.0 };
        own + decay.mass() * strengths[i] * strengths[j]
    };
    let order = 0..layers.len();
    order.clone().map(|i| order.clone().map(|j| entry(i, j)).collect()).collect()
}
