//! Weights as files that NumPy and PyTorch read.

use crate::arrays::npy::NpzFile;
use linscape_network::Weights;
use linscape_points::DirectionInData;
use nalgebra::DMatrix;
use safetensors::tensor::{Dtype, TensorView};
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// File formats for weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeightsFormat {
    /// Arrays `W1`, …, `Wh`, `W_i` of shape `d_i × d_{i−1}`, and `b_i` of length `d_i` where a layer has
    /// a bias, `float64`.
    Npz,
    /// Tensors of the same names and shapes, `F64`.
    Safetensors,
}

/// A file name that names no format.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}: weights are written as .npz or .safetensors", path.display())]
pub struct WeightsFormatError {
    /// The path given.
    pub path: PathBuf,
}

impl WeightsFormat {
    /// The format that the extension of a file names.
    ///
    /// # Errors
    /// When it names neither.
    ///
    /// # Examples
    /// ```
    /// use linscape_formats::WeightsFormat;
    /// let format = WeightsFormat::of_path("W.npz".as_ref())?;
    /// assert_eq!(format, WeightsFormat::Npz);
    /// # Ok::<(), linscape_formats::WeightsFormatError>(())
    /// ```
    pub fn of_path(path: &Path) -> Result<Self, WeightsFormatError> {
        let extension = path.extension().and_then(|extension| extension.to_str());
        match extension.map(str::to_ascii_lowercase).as_deref() {
            Some("npz") => Ok(Self::Npz),
            Some("safetensors") => Ok(Self::Safetensors),
            _ => Err(WeightsFormatError { path: path.to_path_buf() }),
        }
    }
}

/// Writes the matrices `W1`, …, `Wh`, and `b1`, …, `bh` of the layers that have biases.
///
/// # Errors
/// When the output cannot be written.
pub fn write_weights(out: impl Write, weights: &Weights, format: WeightsFormat) -> io::Result<()> {
    let named = named_arrays(weights);
    match format {
        WeightsFormat::Npz => {
            let mut file = NpzFile::begin()?;
            for (name, shape, entries) in named {
                file.array(&name, &shape, entries)?;
            }
            file.finish(out)
        }
        WeightsFormat::Safetensors => write_safetensors(out, named),
    }
}

/// A name, a shape and entries row by row.
type NamedArray = (String, Vec<usize>, Vec<f64>);

fn named_arrays(weights: &Weights) -> Vec<NamedArray> {
    let matrices = (1..).zip(weights.matrices()).map(|(layer, matrix)| {
        let shape = vec![matrix.nrows(), matrix.ncols()];
        (format!("W{layer}"), shape, in_rows(matrix).collect())
    });
    let biases = (1..).zip(weights.biases()).filter_map(|(layer, bias)| {
        let bias = bias.as_ref()?;
        Some((format!("b{layer}"), vec![bias.len()], bias.iter().copied().collect()))
    });
    matrices.chain(biases).collect()
}

/// Writes directions as arrays `direction1_W1`, `direction1_W2`, …, of the shapes of the weights,
/// and what they need in second order as `bend1_W1`, `bend1_W2`, …; what a bias does as `direction1_b3`, `bend1_b3`, of
/// the length of the third layer's.
///
/// # Errors
/// When the output cannot be written.
pub fn write_directions(out: impl Write, directions: &[DirectionInData]) -> io::Result<()> {
    let mut file = NpzFile::begin()?;
    for (at, direction) in (1..).zip(directions) {
        let parts = [("direction", Some(&direction.layers)), ("bend", direction.bend.as_ref())];
        for (part, layers) in parts {
            for (layer, matrix) in (1..).zip(layers.into_iter().flatten()) {
                let name = format!("{part}{at}_W{layer}");
                file.array(&name, &[matrix.nrows(), matrix.ncols()], in_rows(matrix))?;
            }
        }
        for (layer, orders) in (1..).zip(&direction.biases) {
            for (part, bias) in ["direction", "bend"].into_iter().zip(orders.iter().flatten()) {
                let name = format!("{part}{at}_b{layer}");
                file.array(&name, &[bias.len()], bias.iter().copied())?;
            }
        }
    }
    file.finish(out)
}

/// Entries row by row.
fn in_rows(matrix: &DMatrix<f64>) -> impl Iterator<Item = f64> + '_ {
    matrix.row_iter().flat_map(|row| row.iter().copied().collect::<Vec<_>>())
}

fn write_safetensors(mut out: impl Write, named: Vec<NamedArray>) -> io::Result<()> {
    let tensors: Vec<(String, Vec<usize>, Vec<u8>)> = named
        .into_iter()
        .map(|(name, shape, entries)| {
            (name, shape, entries.into_iter().flat_map(f64::to_le_bytes).collect())
        })
        .collect();
    let views = tensors
        .iter()
        .map(|(name, shape, bytes)| Ok((name, TensorView::new(Dtype::F64, shape.clone(), bytes)?)))
        .collect::<Result<Vec<_>, safetensors::SafeTensorError>>()
        .map_err(io::Error::other)?;
    let creator = concat!("linscape ", env!("CARGO_PKG_VERSION")).to_owned();
    let metadata = HashMap::from([("generator".to_owned(), creator)]);
    let bytes = safetensors::serialize(views, Some(metadata)).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights() -> Weights {
        let first = DMatrix::from_row_slice(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.5]);
        Weights::new(vec![first, DMatrix::from_row_slice(1, 2, &[-1.0, 0.25])]).expect("chain")
    }

    #[test]
    fn an_archive_reads_back_matrix_by_matrix() {
        let mut bytes = Vec::new();
        write_weights(&mut bytes, &weights(), WeightsFormat::Npz).expect("memory");
        for (layer, matrix) in weights().matrices().iter().enumerate() {
            let key = format!("W{}", layer + 1);
            assert_eq!(&crate::parse_npz(&bytes, Some(&key)).expect(&key), matrix);
        }
    }

    #[test]
    fn safetensors_hold_rows_of_doubles_under_the_same_names() {
        let mut bytes = Vec::new();
        write_weights(&mut bytes, &weights(), WeightsFormat::Safetensors).expect("memory");
        let file = safetensors::SafeTensors::deserialize(&bytes).expect("safetensors");
        let first = file.tensor("W1").expect("W1");
        assert_eq!((first.dtype(), first.shape()), (Dtype::F64, &[2, 3][..]));
        assert_eq!(first.data()[8..16], 2.0_f64.to_le_bytes());
        assert_eq!(file.tensor("W2").expect("W2").shape(), [1, 2]);
    }
}
