//! Matrices from files, one sample a row.

use std::path::Path;

use nalgebra::DMatrix;

use crate::arrays::{ArrayFormat, read_array};
use crate::{ReadError, parse_csv, parse_npy, parse_npz};

/// Reads the matrix that `path` names: `file.csv`, `file.npy`, `file.npz` or `file.npz:key`.
///
/// The result is `m × n`, one sample a row. The extension, in any case, chooses the format:
/// [`parse_csv`], [`parse_npy`] or [`parse_npz`], which say what each accepts.
///
/// # Edge cases
/// A one-dimensional array is a column, `m × 1`. `file.npz` without a key is read when it holds
/// exactly one array. A path is split at its first `.npz:`, so a key may contain colons.
///
/// # Errors
/// [`ReadError`], one line naming the file, the place in it and what to do: an unknown extension,
/// an unreadable file, contents that are not a matrix, an empty one, NaN or infinity.
///
/// # Complexity
/// `O(m n)` time; the file and the matrix are in memory together.
///
/// # Examples
/// ```
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("inputs.csv");
/// std::fs::write(&path, "height,width\n1,2\n3,4\n5,6\n")?;
/// let inputs = linscape_formats::read_matrix(&path)?;
/// assert_eq!(inputs.shape(), (3, 2));
/// assert_eq!(inputs[(2, 0)], 5.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_matrix(path: &Path) -> Result<DMatrix<f64>, ReadError> {
    read_array(path, |format, bytes| {
        Ok(match format {
            ArrayFormat::Csv => parse_csv(bytes)?,
            ArrayFormat::Npy => parse_npy(bytes)?,
            ArrayFormat::Npz { key } => parse_npz(bytes, key.as_deref())?,
        })
    })
}
