//! Weights and gradients from the data's own coordinates to whitened ones and back.

use linscape_network::{Layers as _, Reduction, Weights, WeightsError};
use nalgebra::DMatrix;

/// Matrices in whitened coordinates as those of the given network: with what its `W_1` does where there are no
/// data, its biases, and the last one at its best.
pub(super) fn in_data(
    reduction: &Reduction,
    given: &Weights,
    matrices: &Weights,
) -> Result<Weights, WeightsError> {
    let first = &given.matrices()[0];
    let unseen = first - reduction.unwhiten(&reduction.whiten(first));
    let seen = reduction.unwhiten(&matrices.matrices()[0]);
    let moved = matrices.with_first(seen + unseen)?.with_biases(given.biases().to_vec())?;
    reduction.at_best_offset(&moved)
}

/// The weights with `W_1` in whitened coordinates.
pub(super) fn whitened(reduction: &Reduction, weights: &Weights) -> Result<Weights, WeightsError> {
    let mut matrices = weights.matrices().to_vec();
    matrices[0] = reduction.whiten(&matrices[0]);
    Weights::new(matrices)
}

/// The norm of the gradient with respect to weights in the data's own coordinates.
pub(super) fn norm_in_data(mut gradient: Vec<DMatrix<f64>>, stretches: Option<&[f64]>) -> f64 {
    for (at, stretch) in stretches.unwrap_or_default().iter().enumerate() {
        gradient[0].column_mut(at).scale_mut(*stretch);
    }
    gradient.length()
}
