//! The tensors of a safetensors file.

use nalgebra::DMatrix;
use safetensors::SafeTensors;
use safetensors::tensor::Dtype;

use crate::arrays::excerpt;
use crate::arrays::npy::half_precision;
use crate::weights::{Tensor, TensorShape, TensorSource, WeightsFault, is_pickle};

/// How zip archives begin: what `torch.save` writes today.
const ZIP: &[u8] = b"PK\x03\x04";

/// A file whose header is read.
pub(crate) struct TensorFile<'a> {
    file: SafeTensors<'a>,
    tensors: Vec<TensorShape>,
}

impl<'a> TensorFile<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, WeightsFault> {
        if bytes.is_empty() {
            return Err(WeightsFault::EmptyFile);
        }
        // A safetensors file starts with the length of a header that starts with a brace.
        let is_foreign = bytes.starts_with(ZIP) || is_pickle(bytes);
        if is_foreign && bytes.get(8) != Some(&b'{') {
            return Err(WeightsFault::TorchUnderOtherName);
        }
        let file = SafeTensors::deserialize(bytes).map_err(|error| not_safetensors(&error))?;
        let mut tensors: Vec<TensorShape> = file
            .iter()
            .map(|(name, view)| TensorShape { name: name.to_owned(), shape: view.shape().to_vec() })
            .collect();
        // The file's own table has no order.
        tensors.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self { file, tensors })
    }
}

impl TensorSource for TensorFile<'_> {
    const NUMBERED: bool = false;

    fn tensors(&self) -> &[TensorShape] {
        &self.tensors
    }

    fn matrix(&self, name: &str) -> Result<Tensor, WeightsFault> {
        let view = self.file.tensor(name).map_err(|error| not_safetensors(&error))?;
        matrix_of(name, view.shape(), view.dtype(), view.data())
    }

    fn slices(&self, name: &str) -> Result<Vec<Tensor>, WeightsFault> {
        let view = self.file.tensor(name).map_err(|error| not_safetensors(&error))?;
        let [count, ref shape @ ..] = *view.shape() else { return Err(WeightsFault::NoMatrices) };
        let length = view.data().len() / count.max(1);
        let slice = |data| matrix_of(name, shape, view.dtype(), data);
        view.data().chunks_exact(length.max(1)).map(slice).collect()
    }
}

/// Row by row, of a vector one column.
fn matrix_of(
    name: &str,
    shape: &[usize],
    dtype: Dtype,
    data: &[u8],
) -> Result<Tensor, WeightsFault> {
    let (rows, columns) = match *shape {
        [length] => (length, 1),
        [rows, columns] => (rows, columns),
        _ => return Err(WeightsFault::NoMatrices),
    };
    let (numbers, epsilon) = match dtype {
        Dtype::F64 => (widened(data, f64::from_le_bytes), f64::EPSILON),
        Dtype::F32 => {
            let value = |bytes| f64::from(f32::from_le_bytes(bytes));
            (widened(data, value), f64::from(f32::EPSILON))
        }
        Dtype::F16 => {
            (widened(data, |bytes| half_precision(u16::from_le_bytes(bytes))), 2_f64.powi(-10))
        }
        Dtype::BF16 => (widened(data, brain_float), 2_f64.powi(-7)),
        dtype => {
            let (name, dtype) = (excerpt(name), format!("{dtype:?}"));
            return Err(WeightsFault::Element { name, dtype });
        }
    };
    // The format's reader compares shapes with sizes; a matrix of another size would panic.
    if rows.checked_mul(columns) != Some(numbers.len()) {
        let reason = format!("tensor {:?} has another size than its shape", excerpt(name));
        return Err(WeightsFault::NotSafetensors { reason });
    }
    Ok((DMatrix::from_row_slice(rows, columns, &numbers), epsilon))
}

fn not_safetensors(error: &safetensors::SafeTensorError) -> WeightsFault {
    let text: String = error.to_string().chars().take(120).collect();
    WeightsFault::NotSafetensors { reason: text.escape_debug().to_string() }
}

fn widened<const N: usize>(data: &[u8], value: impl Fn([u8; N]) -> f64) -> Vec<f64> {
    let (elements, _) = data.as_chunks::<N>();
    elements.iter().map(|&element| value(element)).collect()
}

/// The upper half of a single-precision number.
pub(crate) fn brain_float(bytes: [u8; 2]) -> f64 {
    f64::from(f32::from_bits(u32::from(u16::from_le_bytes(bytes)) << 16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brain_float_is_the_upper_half_of_a_float() {
        assert_eq!(brain_float(0x3f80_u16.to_le_bytes()).to_bits(), 1_f64.to_bits());
        assert_eq!(brain_float(0xc049_u16.to_le_bytes()).to_bits(), (-3.140_625_f64).to_bits());
        assert!(brain_float(0x7fc0_u16.to_le_bytes()).is_nan());
    }
}
