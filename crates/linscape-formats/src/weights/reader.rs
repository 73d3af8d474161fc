//! Weights from files, in the order of the layers.

use std::path::Path;

use linscape_network::Weights;
use nalgebra::{DMatrix, DVector};

use crate::arrays::excerpt;
use crate::read_whole;
use crate::weights::{
    LayerNames, NpzTensors, Orientation, ReadWeightsError, TensorFile, TensorShape, TensorSource,
    TorchFile, WeightsFault, biases_of, check_length, layer_names, orientation, wrapping,
};

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

/// Reads `W_1, …, W_h`, and the biases that they have, from an `.npz`, `.safetensors` or `.pt` file.
///
/// The layers are, from the input on: the tensors named by `layers`; else, in an archive, the
/// arrays `W1`, `W2`, … (or from `W0` on); else all matrices in the order of the numbers in their
/// names or, where words differ, in the only order in which they chain. With `transpose` every matrix
/// is an in × out kernel and is transposed. Without it that is done of tensors called `kernel`, and
/// where the layers chain in no other way. The bias of a layer is the vector of its name with `bias` or
/// `b` in the place of `weight`, `kernel` or `W`: `0.bias` of `0.weight`, `b1` of `W1`.
///
/// # Edge cases
/// Float32, float16 and bfloat16 are widened exactly. Beside `W1`, `W2`, … other matrices and
/// numbers of an archive are left alone, as are all other tensors when `layers` is given. `module.`
/// and `_orig_mod.` before all names are taken off. What is left out of a dictionary of
/// dictionaries, and vectors that are no biases, are named in `notes`.
///
/// # Errors
/// [`ReadWeightsError`], one line naming the file, the tensor and what to do.
///
/// # Complexity
/// Linear in the size of the file, which is held in memory beside the matrices.
///
/// # Examples
/// ```
/// use linscape_network::Weights;
/// use linscape_formats::{WeightsFormat, read_weights, write_weights};
/// use nalgebra::DMatrix;
/// let weights = Weights::new(vec![DMatrix::from_element(2, 1, 0.5), DMatrix::identity(1, 2)])?;
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("W.safetensors");
/// write_weights(std::fs::File::create(&path)?, &weights, WeightsFormat::Safetensors)?;
/// let read = read_weights(&path, None, false)?;
/// assert_eq!(read.weights, weights);
/// assert_eq!(read.names, ["W1", "W2"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_weights(
    path: &Path,
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<ReadWeights, ReadWeightsError> {
    let read = || {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let extension = extension.map(str::to_ascii_lowercase);
        let parse = match extension.as_deref() {
            Some("npz") => parse_npz_weights,
            Some("safetensors") => parse_safetensors,
            Some("pt" | "pth" | "ckpt") => parse_torch,
            Some("pkl" | "pickle") => return Err(WeightsFault::PythonPickle),
            _ => return Err(WeightsFault::UnknownExtension),
        };
        parse(&read_whole(path)?, layers, transpose)
    };
    read().map_err(|fault| ReadWeightsError { path: path.to_path_buf(), fault })
}

/// The weights in the bytes of an npz archive; see [`read_weights`].
///
/// # Errors
/// As [`read_weights`], without the path.
pub fn parse_npz_weights(
    bytes: &[u8],
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<ReadWeights, WeightsFault> {
    assemble(&NpzTensors::open(bytes)?, layers, transpose)
}

/// The weights in the bytes of a safetensors file; see [`read_weights`].
///
/// # Errors
/// As [`read_weights`], without the path.
pub fn parse_safetensors(
    bytes: &[u8],
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<ReadWeights, WeightsFault> {
    assemble(&TensorFile::open(bytes)?, layers, transpose)
}

/// The weights in the bytes of a checkpoint of PyTorch, a zip archive or a stream of pickles, of which
/// no code is run; see [`read_weights`].
///
/// # Errors
/// As [`read_weights`], without the path; a class, a function or an opcode that could run code is
/// named.
pub fn parse_torch(
    bytes: &[u8],
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<ReadWeights, WeightsFault> {
    assemble(&TorchFile::open(bytes)?, layers, transpose)
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
