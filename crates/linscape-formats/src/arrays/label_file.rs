//! Labels from files.

use crate::arrays::csv::parse_labels;
use crate::arrays::npy::{parse_npy_labels, with_array};
use crate::arrays::tables::{TableNote, TableOptions};
use crate::arrays::{ArrayFormat, read_array};
use crate::{Labels, ReadError};
use std::path::Path;

/// Reads the label of each sample from `file.csv`, `file.npy`, `file.npz` or `file.npz:key`.
///
/// Labels are integers, floats, truth values or text, one a row: an array of shape `(m,)` or
/// `(m, 1)` ([`parse_npy_labels`]), or one a line of a csv text ([`parse_csv_labels`](crate::parse_csv_labels)). See [`Labels::from_texts`] for the
/// classes and their order.
///
/// # Errors
/// [`ReadError`], one line naming the file, the place in it and what to do.
///
/// # Complexity
/// `O(m log m)` time; the file and the labels are in memory together.
///
/// # Examples
/// ```
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("labels.csv");
/// std::fs::write(&path, "label\nrose\noak\nrose\n")?;
/// let labels = linscape_formats::read_labels(&path)?;
/// assert_eq!(labels.classes, ["oak", "rose"]);
/// assert_eq!(labels.index, [1, 0, 1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_labels(path: &Path) -> Result<Labels, ReadError> {
    read_stored_labels(path, None, &TableOptions::default()).map(|(labels, _)| labels)
}

/// Reads labels as [`read_labels`] does, when there should be one for each of `samples` samples.
///
/// With labels that are text nothing but their number tells a header from a label: in a csv text of
/// `samples + 1` lines the first is a header if it is no number and no other line says the same.
///
/// # Edge cases
/// Labels of any other number are returned as they are; the caller has the other file to name.
///
/// # Errors
/// Those of [`read_labels`].
///
/// # Complexity
/// `O(m log m)` time; the file and the labels are in memory together.
///
/// # Examples
/// ```
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("labels.csv");
/// std::fs::write(&path, "kingdom\nplant\nanimal\n")?;
/// assert_eq!(linscape_formats::read_labels_of(&path, 2)?.classes, ["animal", "plant"]);
/// assert_eq!(linscape_formats::read_labels_of(&path, 3)?.index, [1, 2, 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_labels_of(path: &Path, samples: usize) -> Result<Labels, ReadError> {
    read_stored_labels(path, Some(samples), &TableOptions::default()).map(|(labels, _)| labels)
}

/// Reads labels as [`read_labels_of`] does where the number of samples is known, with what was taken
/// for a header or an index.
///
/// # Errors
/// Those of [`read_labels`].
pub fn read_stored_labels(
    path: &Path,
    samples: Option<usize>,
    options: &TableOptions,
) -> Result<(Labels, Vec<TableNote>), ReadError> {
    read_array(path, |format, bytes| {
        let labels = match format {
            ArrayFormat::Csv { tabs } => {
                return Ok(parse_labels(bytes, samples, &options.for_table(*tabs))?);
            }
            ArrayFormat::Npy => parse_npy_labels(bytes)?,
            ArrayFormat::Npz { key } => {
                let key = key.as_deref();
                Labels::from_texts(&with_array(bytes, key, |array| array.column_of_texts())?)?
            }
        };
        Ok((labels, vec![]))
    })
}
