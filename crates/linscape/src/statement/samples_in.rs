//! Which way samples stand in a matrix.

use crate::StatementError;
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

    /// The matrix with a sample in each row.
    pub(crate) fn rows(self, read: ReadMatrix) -> ReadMatrix {
        match self {
            Self::Columns => ReadMatrix { matrix: read.matrix.transpose(), ..read },
            Self::Rows | Self::RowsUnasked => read,
        }
    }

    /// A question where samples are fewer than features and nobody said which is which.
    pub(crate) fn question(
        self,
        file: &str,
        (samples, features): (usize, usize),
    ) -> Option<String> {
        (self == Self::RowsUnasked && samples < features).then(|| {
            format!(
                "{file}: {samples} samples of {features} features, one sample a row; if samples stand \
                 in columns, say --samples-in columns (and --samples-in rows if not)"
            )
        })
    }
}
