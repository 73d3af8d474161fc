//! Biases that decay, at given weights.

use linscape_critical::euclidean_length;
use linscape_decay::{BiasDecay, DecayedProblem};
use linscape_lapack::{DecompositionError, symmetric_eigenvalues};
use linscape_network::{Reduction, Weights};
use nalgebra::{DMatrix, DVector};

/// What decaying biases do at weights: they vanish at every critical point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BiasPenalty {
    /// `½ Σ_i μ_i‖b_i‖²`.
    pub(super) loss: f64,
    /// The norm of the gradient over all biases, `m W_{h:i+1}ᵀc + μ_i b_i`.
    pub(super) gradient_norm: f64,
    /// `Σ_i (μ_i/λ_i)‖b_i‖²`: how far they are from zero, in units of the weights that decay beside them.
    pub(super) squared_distance: f64,
}

impl BiasPenalty {
    /// At weights in the data's own coordinates; `None` when no bias decays.
    pub(super) fn at(
        reduction: &Reduction,
        problem: &DecayedProblem,
        weights: &Weights,
    ) -> Option<Self> {
        let decay = problem.bias_decay()?;
        let zeros = || DVector::zeros(weights.widths()[weights.depth()]);
        let offset = reduction.offset(weights).unwrap_or_else(zeros);
        let mut back = DMatrix::from_column_slice(offset.len(), 1, offset.as_slice());
        let (mut loss, mut squared_distance, mut slopes) = (0.0, 0.0, Vec::new());
        for at in (0..weights.depth()).rev() {
            if let Some(bias) = &weights.biases()[at] {
                let own = decay.layers()[at];
                let slope = back.column(0) * decay.mass() + bias * own;
                slopes.push(euclidean_length(slope.as_slice()));
                let energy = own * bias.norm_squared();
                loss += 0.5 * energy;
                squared_distance += energy / problem.decay().layers()[at];
            }
            back = weights.matrices()[at].tr_mul(&back);
        }
        Some(Self { loss, gradient_norm: euclidean_length(&slopes), squared_distance })
    }
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
