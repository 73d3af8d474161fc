//! Which way samples stand in a matrix.

use crate::{Note, StatementError};
use linscape_formats::ReadMatrix;

/// `--samples-in`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SamplesIn {
    /// In rows, because nobody said anything.
    RowsUnasked,
    /// In rows.
    Rows,
    /// In columns, as in textbooks and genomics.
    Columns,
}

impl SamplesIn {
    /// Reads the option.
    pub(crate) fn of(text: Option<&str>) -> Result<Self, StatementError> {
        match text {
            None => Ok(Self::RowsUnasked),
            Some("rows") => Ok(Self::Rows),
            Some("columns") => Ok(Self::Columns),
            Some(text) => Err(StatementError::SamplesIn { text: text.to_owned() }),
        }
    }

    /// What a sample is in the file.
    pub(crate) fn each(self) -> &'static str {
        match self {
            Self::Columns => "column",
            Self::Rows | Self::RowsUnasked => "row",
        }
    }

    /// The matrix with a sample in each row.
    pub(crate) fn rows(self, read: ReadMatrix) -> ReadMatrix {
        match self {
            Self::Columns => ReadMatrix { matrix: read.matrix.transpose(), names: None, ..read },
            Self::Rows | Self::RowsUnasked => read,
        }
    }

    /// A question where samples are fewer than features and nobody said which is which.
    pub(crate) fn question(self, file: &str, (samples, features): (usize, usize)) -> Option<Note> {
        (self == Self::RowsUnasked && samples < features).then(|| Note::SamplesInRows {
            file: file.to_owned(),
            samples,
            features,
        })
    }
}
