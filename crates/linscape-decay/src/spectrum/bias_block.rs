//! The Hessian's eigenvalues in the directions of the biases.

use super::Letter;
use super::jacobi::eigenvalues;
use super::pairs::Counted;
use crate::{BiasDecay, DecayedProblem, Word};

/// A last bias that does not decay is the offset of the outputs, with eigenvalue 1 in units in which the
/// constant has length 1, as without decay; of the others `μ_i` remains. Where all decay the block is
/// `diag(μ_i) + m Σ W_{h:i+1}ᵀW_{h:j+1}`: one of the order of the biases for every learned mode, `μ_h + m` for
/// other directions of the output, `μ_i` for dead coordinates of hidden layers.
pub(super) fn of_biases(problem: &DecayedProblem, word: &Word) -> Vec<Counted> {
    let Some(decay) = problem.bias_decay() else {
        return vec![(0.0, problem.biases().flat), (1.0, problem.biases().positive)];
    };
    let widths = problem.widths();
    let depth = problem.depth();
    let with_bias: Vec<usize> = (1..=depth).filter(|&layer| decay.has_bias()[layer - 1]).collect();
    if !decay.is_of_all() {
        let hidden = with_bias.iter().filter(|&&layer| layer < depth);
        let mut values: Vec<Counted> =
            hidden.map(|&layer| (decay.layers()[layer - 1], widths[layer])).collect();
        values.push((1.0, widths[depth]));
        return values;
    }
    let rank = word.rank();
    let mut values = Vec::new();
    for letter in Letter::learned(problem, word) {
        let block = block(problem, decay, &with_bias, letter.amplitude());
        values.extend(eigenvalues(block).into_iter().map(|value| (value, letter.times)));
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
