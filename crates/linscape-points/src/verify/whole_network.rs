//! The whole network at a point of its matrices, biases included.

use linscape_critical::{Biases, RandomStream};
use linscape_network::{LayerInputs, RandomMatrices as _, Weights, WeightsError};
use nalgebra::{DMatrix, DVector};

/// The matrices with biases and, where the inputs have a coordinate that is the same in all samples, with
/// its weights: all of them drawn, from the input on, but the last bias, which takes what makes the
/// offset of the outputs vanish.
pub(super) fn with_drawn_biases(
    matrices: &Weights,
    biases: &Biases,
    reads: &LayerInputs,
    stream: &mut RandomStream,
) -> Result<Weights, WeightsError> {
    let mut draw = |rows: usize| stream.gaussian(rows, 1).column(0).into_owned();
    let mut first = matrices.matrices()[0].clone();
    for at in first.ncols()..reads.inputs.nrows() {
        let column = draw(first.nrows());
        first = first.insert_column(at, 0.0);
        first.set_column(at, &column);
    }
    let bias = |(matrix, has_bias): (&DMatrix<f64>, &bool)| has_bias.then(|| draw(matrix.nrows()));
    let drawn = matrices.matrices().iter().zip(biases.in_layers()).map(bias).collect();
    at_best_offset(&matrices.with_first(first)?.with_biases(drawn)?, reads)
}

/// The same with biases that are zero, but the last.
pub(super) fn with_zero_biases(
    matrices: &Weights,
    biases: &Biases,
    reads: &LayerInputs,
) -> Result<Weights, WeightsError> {
    let bias = |(matrix, has_bias): (&DMatrix<f64>, &bool)| {
        has_bias.then(|| DVector::zeros(matrix.nrows()))
    };
    let zeros = matrices.matrices().iter().zip(biases.in_layers()).map(bias).collect();
    at_best_offset(&matrices.clone().with_biases(zeros)?, reads)
}

/// The last bias moved to where what the outputs still lack of the constant is zero.
fn at_best_offset(weights: &Weights, reads: &LayerInputs) -> Result<Weights, WeightsError> {
    let constant = reads.constant.row(0).transpose() * reads.constant_at(weights.depth() - 1);
    let lacking = (&reads.target - reads.outputs(weights)) * &constant / constant.norm_squared();
    let mut biases = weights.biases().to_vec();
    if let Some(Some(last)) = biases.last_mut() {
        *last += lacking;
    }
    weights.clone().with_biases(biases)
}
