//! Matrices saved by numpy.

use crate::arrays::ReadMatrix;
use nalgebra::DMatrix;

use crate::arrays::npy::{NpyArray, NpyError};

/// The `m × n` matrix in the bytes of an npy file, versions 1 to 3 of the format.
///
/// The elements may be floats of 2, 4 or 8 bytes, signed or unsigned integers of 1 to 8, or truth
/// values (0 and 1), in either byte order and in C or Fortran order.
///
/// # Edge cases
/// A one-dimensional array is a column, `m × 1`. A 64-bit integer that no double equals is rounded
/// to the nearest one.
///
/// # Errors
/// [`NpyError`]: bytes that are not this format, elements that are not real numbers (objects,
/// complex numbers, structures, text), no or more than two dimensions, an empty array, a shape that
/// does not fit the data exactly (nothing is allocated by its word), NaN or infinity.
///
/// # Complexity
/// Linear in the number of bytes.
///
/// # Examples
/// ```
/// let mut bytes = b"\x93NUMPY\x01\x00\x3a\x00".to_vec();
/// bytes.extend(b"{'descr': '|i1', 'fortran_order': False, 'shape': (2, 2)}\n");
/// bytes.extend([1, 2, 3, 4]);
/// let matrix = linscape_formats::parse_npy(&bytes)?;
/// assert_eq!(matrix, nalgebra::DMatrix::from_row_slice(2, 2, &[1.0, 2.0, 3.0, 4.0]));
/// # Ok::<(), linscape_formats::NpyError>(())
/// ```
///
/// Source: NEP 1, *A simple file format for NumPy arrays*.
pub fn parse_npy(bytes: &[u8]) -> Result<DMatrix<f64>, NpyError> {
    NpyArray::parse(bytes)?.matrix()
}

/// The same with the precision of its elements.
///
/// # Errors
/// Those of [`parse_npy`].
pub fn parse_stored_npy(bytes: &[u8]) -> Result<ReadMatrix, NpyError> {
    let array = NpyArray::parse(bytes)?;
    let precision = array.precision();
    Ok(ReadMatrix::of(array.matrix()?, precision))
}
