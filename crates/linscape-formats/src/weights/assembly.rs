//! A network from named tensors.

use crate::arrays::excerpt;
use crate::weights::{
    LayerNames, Orientation, TensorShape, TensorSource, WeightsFault, biases_of, check_length,
    layer_names, orientation, wrapping,
};
use linscape_network::Weights;
use nalgebra::{DMatrix, DVector};

/// Weights as they were read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadWeights {
    /// `W_1, …, W_h`, and the biases of layers that have them.
    pub weights: Weights,
    /// The names of their tensors in that order.
    pub names: Vec<String>,
    /// Relative spacing of the coarsest element type met: `2⁻⁵²` for float64, `2⁻²³` for float32,
    /// `2⁻¹⁰` for float16, `2⁻⁷` for bfloat16.
    pub dtype_epsilon: f64,
    /// What was chosen or left out in reading them, a sentence each.
    pub notes: Vec<String>,
}

/// Reads the tensors and checks that they are a network.
pub(crate) fn assemble(
    file: &impl TensorSource,
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<ReadWeights, WeightsFault> {
    let LayerNames { tensors, mut notes } = layer_names(file, layers, transpose)?;
    if tensors.is_empty() {
        return Err(WeightsFault::NoMatrices);
    }
    let Orientation { transposed, note } = orientation(&tensors, transpose)?;
    notes.extend(note);
    let mut matrices = Vec::with_capacity(tensors.len());
    let mut dtype_epsilon = f64::EPSILON;
    for (TensorShape { name, .. }, transposed) in tensors.iter().zip(transposed) {
        let (matrix, epsilon) = file.matrix(name)?;
        require_finite(name, &matrix)?;
        dtype_epsilon = dtype_epsilon.max(epsilon);
        matrices.push(if transposed { matrix.transpose() } else { matrix });
    }
    let all = if layers.is_some() { file.nameable() } else { file.tensors() };
    let named = biases_of(&tensors, all, layers.is_some())?;
    let mut biases = Vec::with_capacity(tensors.len());
    for (bias, (layer, matrix)) in named.iter().zip(tensors.iter().zip(&matrices)) {
        let Some(shape) = bias else {
            biases.push(None);
            continue;
        };
        check_length(shape, layer, matrix.nrows())?;
        let (bias, epsilon) = file.matrix(&shape.name)?;
        require_finite(&shape.name, &bias)?;
        dtype_epsilon = dtype_epsilon.max(epsilon);
        biases.push(Some(DVector::from_column_slice(bias.as_slice())));
    }
    let prefix = wrapping(&tensors).len();
    let names = tensors.into_iter().map(|tensor| tensor.name[prefix..].to_owned()).collect();
    match Weights::new(matrices).and_then(|weights| weights.with_biases(biases)) {
        Ok(weights) => Ok(ReadWeights { weights, names, dtype_epsilon, notes }),
        Err(error) => unreachable!("matrices chain, biases fit, and all are finite: {error}"),
    }
}

fn require_finite(name: &str, matrix: &DMatrix<f64>) -> Result<(), WeightsFault> {
    let Some(at) = matrix.iter().position(|entry| !entry.is_finite()) else { return Ok(()) };
    let (row, column) = (at % matrix.nrows() + 1, at / matrix.nrows() + 1);
    Err(WeightsFault::NotFinite { name: excerpt(name), row, column, value: matrix[at] })
}
