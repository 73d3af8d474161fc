//! Labels saved by numpy.

use crate::arrays::npy::NpyArray;
use crate::{LabelError, Labels};

/// The labels in the bytes of an npy file: an array of shape `(m,)` or `(m, 1)`.
///
/// The elements may be those of [`parse_npy`](crate::parse_npy), or text (`<U…`, `|S…`). A 64-bit
/// integer keeps all its digits; truth values are the classes `False` and `True`.
///
/// # Errors
/// [`LabelError`]: what [`parse_npy`](crate::parse_npy) refuses, several columns, an empty label,
/// NaN or infinity.
///
/// # Complexity
/// `O(m log m)`.
///
/// # Examples
/// ```
/// let mut bytes = b"\x93NUMPY\x01\x00\x38\x00".to_vec();
/// bytes.extend(b"{'descr': '|u1', 'fortran_order': False, 'shape': (3,)}\n");
/// bytes.extend([10, 9, 10]);
/// let labels = linscape_formats::parse_npy_labels(&bytes)?;
/// assert_eq!(labels.classes, ["9", "10"]);
/// assert_eq!(labels.index, [1, 0, 1]);
/// # Ok::<(), linscape_formats::LabelError>(())
/// ```
pub fn parse_npy_labels(bytes: &[u8]) -> Result<Labels, LabelError> {
    Labels::from_texts(&NpyArray::parse(bytes)?.column_of_texts()?)
}
