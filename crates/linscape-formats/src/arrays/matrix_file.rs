//! Matrices from files, one sample a row.

use std::path::Path;

use nalgebra::DMatrix;

use crate::ReadError;
use crate::arrays::csv::parse_csv_table;
use crate::arrays::npy::{parse_stored_npy, with_array};
use crate::arrays::tables::TableOptions;
use crate::arrays::{ArrayFormat, ReadMatrix, read_array};

/// Reads the matrix that `path` names: `file.csv`, `file.tsv`, either with `.gz`, `file.npy`, `file.npz`
/// or `file.npz:key`, or `-` for standard input, whose contents tell which of them it is.
///
/// The result is `m × n`, one sample a row. The extension, in any case, chooses the format:
/// [`parse_csv`](crate::parse_csv), [`parse_npy`](crate::parse_npy) or [`parse_npz`](crate::parse_npz), which say what each accepts.
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
    read_stored_matrix(path, &TableOptions::default()).map(|read| read.matrix)
}

/// Reads a matrix as [`read_matrix`] does, with the precision that it was stored in and what was
/// taken for a header or an index. The columns that the options name are those of a table; of an
/// array they are numbers.
///
/// # Errors
/// Those of [`read_matrix`]; a column that is not there.
///
/// # Examples
/// ```
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("inputs.csv");
/// std::fs::write(&path, ",x\n0,1.23457\n1,2.34568\n")?;
/// let read = linscape_formats::read_stored_matrix(&path, &Default::default())?;
/// assert_eq!(read.matrix.shape(), (2, 1));
/// assert!((1e-7..1e-5).contains(&read.precision.unit_roundoff()));
/// assert_eq!(read.notes.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_stored_matrix(path: &Path, options: &TableOptions) -> Result<ReadMatrix, ReadError> {
    read_array(path, |format, bytes| match format {
        ArrayFormat::Csv { tabs } => Ok(parse_csv_table(bytes, &options.for_table(*tabs))?),
        ArrayFormat::Npy => Ok(parse_stored_npy(bytes)?.choose(options)?),
        ArrayFormat::Npz { key } => {
            let read = with_array(bytes, key.as_deref(), |array| {
                let precision = array.precision();
                Ok(ReadMatrix::of(array.matrix()?, precision))
            })?;
            Ok(read.choose(options)?)
        }
    })
}
