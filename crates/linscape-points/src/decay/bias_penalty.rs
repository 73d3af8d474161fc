//! Biases that decay, at given weights.

use linscape_decay::{BiasDecay, DecayedProblem};
use linscape_lapack::{DecompositionError, symmetric_eigenvalues};
use linscape_network::{Reduction, Weights, WeightsError};
use nalgebra::{DMatrix, DVector};

/// `Σ_i (μ_i/λ_i)‖b_i‖²`: how far decaying biases are from zero, where they are at every critical point, in units
/// of the weights that decay beside them.
pub(super) fn squared_distance(problem: &DecayedProblem, weights: &Weights) -> f64 {
    let Some(decay) = problem.bias_decay() else { return 0.0 };
    let shares = decay.layers().iter().zip(problem.decay().layers());
    let layers = shares.zip(weights.biases());
    let far = |((own, beside), bias): ((&f64, &f64), &Option<DVector<f64>>)| {
        bias.as_ref().map_or(0.0, |bias| own / beside * bias.norm_squared())
    };
    layers.map(far).sum()
}

/// What the layers make of the data, about its mean: `‖W_{i:1}X‖_F/√m` for `i = 1, …, h`, of weights in the data's
/// own coordinates and the units of biases. A bias is added to numbers of that size, and its digits end where theirs do.
///
/// # Panics
/// When the weights are another network's.
#[must_use]
pub fn layer_lengths(reduction: &Reduction, weights: &Weights) -> Vec<f64> {
    let mass = reduction.means().map_or(1.0, |means| means.mass);
    let matrices = weights.matrices();
    let mut made = reduction.whiten(&matrices[0]);
    let mut lengths = vec![made.norm()];
    for matrix in &matrices[1..] {
        made = matrix * made;
        lengths.push(made.norm());
    }
    let units = reduction.bias_units();
    let of_bias = |(layer, length): (usize, f64)| length / mass.sqrt() / units.constant_here(layer);
    lengths.into_iter().enumerate().map(of_bias).collect()
}

/// How far from zero decaying biases may lie whose layers are exact to a relative `epsilon`, in the units of
/// [`squared_distance`].
pub(super) fn distance_explained(
    reduction: &Reduction,
    problem: &DecayedProblem,
    weights: &Weights,
    epsilon: f64,
) -> f64 {
    let Some(decay) = problem.bias_decay() else { return 0.0 };
    let shares = decay.layers().iter().zip(problem.decay().layers());
    let lengths = layer_lengths(reduction, weights);
    let rounded =
        shares.zip(&lengths).map(|((own, beside), length)| (own / beside).sqrt() * length);
    epsilon * rounded.fold(0.0, f64::hypot)
}

/// The critical point with these matrices, in the data's own coordinates: biases that decay are zero, and a last
/// one that does not takes the best offset.
///
/// # Errors
/// When that bias is not finite.
pub fn with_best_biases(
    reduction: &Reduction,
    problem: &DecayedProblem,
    weights: &Weights,
) -> Result<Weights, WeightsError> {
    let Some(decay) = problem.bias_decay() else { return reduction.at_best_offset(weights) };
    let layers = weights.biases().iter().zip(decay.layers());
    let best = |(bias, own): (&Option<DVector<f64>>, &f64)| {
        bias.as_ref().map(|bias| if *own > 0.0 { bias * 0.0 } else { bias.clone() })
    };
    let without = weights.clone().with_biases(layers.map(best).collect())?;
    if decay.is_of_all() { Ok(without) } else { reduction.at_best_offset(&without) }
}

/// Eigenvalues of the loss along biases of zero at weights of a family, with inputs about their means:
/// `diag(μ_i) + m Σ_ij W_{h:i+1}ᵀW_{h:j+1}`, assembled from the weights.
///
/// # Errors
/// When the eigenvalue computation fails.
pub(super) fn bias_eigenvalues(
    decay: &BiasDecay,
    weights: &Weights,
) -> Result<Vec<f64>, DecompositionError> {
    let outputs = weights.widths()[weights.depth()];
    let mut after = DMatrix::<f64>::identity(outputs, outputs);
    let mut parts = Vec::new();
    for at in (0..weights.depth()).rev() {
        if decay.has_bias()[at] {
            parts.push((decay.layers()[at], after.clone()));
        }
        after *= &weights.matrices()[at];
    }
    let order = parts.iter().map(|part| part.1.ncols()).sum();
    let mut rows = DMatrix::zeros(outputs, order);
    let mut own = Vec::with_capacity(order);
    for (decay, part) in &parts {
        rows.columns_mut(own.len(), part.ncols()).copy_from(part);
        own.extend(std::iter::repeat_n(*decay, part.ncols()));
    }
    let block = rows.tr_mul(&rows) * decay.mass();
    symmetric_eigenvalues(block + DMatrix::from_diagonal(&DVector::from_vec(own)))
}
