//! Labels: the class of each sample.

use std::path::Path;

use nalgebra::DMatrix;
use thiserror::Error;

use crate::arrays::csv::parse_labels;
use crate::arrays::npy::{parse_npy_labels, with_array};
use crate::arrays::tables::{TableNote, TableOptions};
use crate::arrays::{ArrayFormat, excerpt, read_array};
use crate::{CsvError, NpyError, ReadError};

/// What is wrong with labels; rows count from 1.
#[derive(Debug, PartialEq, Error)]
pub enum LabelError {
    /// The text around the labels.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// The array around the labels.
    #[error(transparent)]
    Npy(#[from] NpyError),
    /// A line with several cells.
    #[error("line {line} has {found} cells; write one label a line, in quotes if it has a comma")]
    NotOneCell {
        /// Line in the file.
        line: usize,
        /// Cells on that line.
        found: usize,
    },
    /// No label besides a header.
    #[error("there are no labels; write one a line")]
    None,
    /// A label without text.
    #[error("row {row} has an empty label; give every sample a label")]
    Empty {
        /// Row of the array.
        row: usize,
    },
    /// A label that is NaN or infinite, which mostly stands for a missing one.
    #[error("row {row} has the label {text}; give every sample a finite number or a name")]
    NotFinite {
        /// Row of the array.
        row: usize,
        /// The label.
        text: String,
    },
}

/// The class of each of `m` samples.
#[derive(Debug, Clone, PartialEq)]
pub struct Labels {
    /// The classes, each once: in numeric order if all are numbers, else in the order of text.
    pub classes: Vec<String>,
    /// For each sample the position of its class in `classes`.
    pub index: Vec<usize>,
}

impl Labels {
    /// Sorts the classes of `texts`, the label of each sample.
    ///
    /// If all labels are finite numbers, classes are told apart by value (`1` and `1.0` are one
    /// class, written `1`) and sorted by it, so that 10 comes after 9. Otherwise they are text.
    ///
    /// # Edge cases
    /// Numbers of 2⁵³ and above, where doubles leave out integers, are told apart by their text.
    ///
    /// # Errors
    /// [`LabelError`]: no labels, an empty label, a label that reads as NaN or infinity.
    ///
    /// # Complexity
    /// `O(m log m)`.
    ///
    /// # Examples
    /// ```
    /// let labels = linscape_formats::Labels::from_texts(&["9", "10", "9"])?;
    /// assert_eq!(labels.classes, ["9", "10"]);
    /// assert_eq!(labels.index, [0, 1, 0]);
    /// assert_eq!(labels.one_hot(), nalgebra::DMatrix::from_row_slice(3, 2, &[1.0, 0.0, 0.0, 1.0, 1.0, 0.0]));
    /// # Ok::<(), linscape_formats::LabelError>(())
    /// ```
    pub fn from_texts<T: AsRef<str>>(texts: &[T]) -> Result<Self, LabelError> {
        if texts.is_empty() {
            return Err(LabelError::None);
        }
        let texts: Vec<&str> = texts.iter().map(|text| text.as_ref().trim()).collect();
        for (row, &text) in (1..).zip(&texts) {
            if text.is_empty() {
                return Err(LabelError::Empty { row });
            }
            if is_not_finite(text) {
                return Err(LabelError::NotFinite { row, text: excerpt(text) });
            }
        }
        let numbers: Option<Vec<f64>> = texts.iter().map(|text| text.parse().ok()).collect();
        Ok(match numbers {
            Some(numbers) => Self::sorted(numbers.iter().zip(&texts).map(|(&number, text)| {
                // Adding zero makes one class of 0 and −0.
                (Numeric(number + 0.0), class_name(number + 0.0, text))
            })),
            None => Self::sorted(texts.iter().map(|&text| ((), text.to_owned()))),
        })
    }

    fn sorted<K: Ord>(samples: impl Iterator<Item = (K, String)>) -> Self {
        let mut samples: Vec<(usize, (K, String))> = samples.enumerate().collect();
        samples.sort_by(|(_, left), (_, right)| left.cmp(right));
        let mut index = vec![0; samples.len()];
        let mut classes: Vec<String> = Vec::new();
        for (sample, (_, name)) in samples {
            if classes.last() != Some(&name) {
                classes.push(name);
            }
            index[sample] = classes.len() - 1;
        }
        Self { classes, index }
    }

    /// The `m × classes` matrix with a 1 in each row at the sample's class and 0 elsewhere.
    #[must_use]
    pub fn one_hot(&self) -> DMatrix<f64> {
        let mut matrix = DMatrix::zeros(self.index.len(), self.classes.len());
        for (sample, &class) in self.index.iter().enumerate() {
            matrix[(sample, class)] = 1.0;
        }
        matrix
    }
}

/// A finite number in its usual order.
#[derive(PartialEq)]
struct Numeric(f64);

impl Eq for Numeric {}

impl PartialOrd for Numeric {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Numeric {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

pub(crate) fn is_not_finite(text: &str) -> bool {
    text.parse().is_ok_and(|number: f64| !number.is_finite())
}

fn class_name(number: f64, text: &str) -> String {
    const FIRST_INEXACT: f64 = 9_007_199_254_740_992.0;
    if number.abs() < FIRST_INEXACT { number.to_string() } else { text.to_owned() }
}

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
            ArrayFormat::Csv => return Ok(parse_labels(bytes, samples, options)?),
            ArrayFormat::Npy => parse_npy_labels(bytes)?,
            ArrayFormat::Npz { key } => {
                let key = key.as_deref();
                Labels::from_texts(&with_array(bytes, key, |array| array.column_of_texts())?)?
            }
        };
        Ok((labels, vec![]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_by_value_and_text_by_letters() {
        let cases: [(&[&str], &[&str], &[usize]); 6] = [
            (&["10", "9", "10"], &["9", "10"], &[1, 0, 1]),
            (&["10", "9", "x"], &["10", "9", "x"], &[0, 1, 2]),
            (&["1.0", "1", "-2", "1e0"], &["-2", "1"], &[1, 1, 0, 1]),
            (&["0", "-0", "0.5"], &["0", "0.5"], &[0, 0, 1]),
            (
                &["9007199254740993", "9007199254740992"],
                &["9007199254740992", "9007199254740993"],
                &[1, 0],
            ),
            (&[" oak", "oak ", "Rose"], &["Rose", "oak"], &[1, 1, 0]),
        ];
        for (texts, classes, index) in cases {
            let labels = Labels::from_texts(texts).unwrap();
            assert_eq!(labels.classes, classes, "{texts:?}");
            assert_eq!(labels.index, index, "{texts:?}");
        }
    }

    #[test]
    fn missing_labels_are_refused_by_row() {
        assert_eq!(Labels::from_texts::<&str>(&[]), Err(LabelError::None));
        assert_eq!(Labels::from_texts(&["a", " "]), Err(LabelError::Empty { row: 2 }));
        for missing in ["nan", "NaN", "inf", "-Infinity"] {
            let refused = Err(LabelError::NotFinite { row: 3, text: missing.to_owned() });
            assert_eq!(Labels::from_texts(&["1", "2", missing]), refused);
        }
    }

    #[test]
    fn a_one_hot_row_has_its_one_at_the_class_of_the_sample() {
        let one_hot = Labels::from_texts(&["b", "a", "c", "a"]).unwrap().one_hot();
        let rows = [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]];
        assert_eq!(one_hot, DMatrix::from_row_slice(4, 3, rows.as_flattened()));
    }
}
