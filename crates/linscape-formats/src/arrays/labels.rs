//! Labels: the class of each sample.

use std::fmt;

use nalgebra::DMatrix;
use thiserror::Error;

use crate::arrays::excerpt;
use crate::{CsvError, NpyError, Voice, Worded};

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

impl Worded for LabelError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Csv(fault) => fault.word(voice, out),
            Self::Npy(_)
            | Self::NotOneCell { .. }
            | Self::None
            | Self::Empty { .. }
            | Self::NotFinite { .. } => write!(out, "{self}"),
        }
    }
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
        self.one_hot_of(0, self.index.len())
    }

    /// The rows of [`one_hot`](Self::one_hot) of `samples` samples from the 0-based `first` on; fewer where
    /// there are no more.
    #[must_use]
    pub fn one_hot_of(&self, first: usize, samples: usize) -> DMatrix<f64> {
        let chosen = self.index.iter().skip(first).take(samples);
        let mut matrix = DMatrix::zeros(chosen.len(), self.classes.len());
        for (sample, &class) in chosen.enumerate() {
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
