//! What readers say about the data they read.

use linscape_formats::{OptionName, TableNote, Voice, Worded};
use std::fmt;

/// What a reader took for something else than data, or a question about the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A line or column of a table was taken as names or index.
    Taken {
        /// The file or argument.
        file: String,
        /// What was taken.
        note: TableNote,
    },
    /// There are fewer rows than columns, and nobody said where samples stand.
    SamplesInRows {
        /// The file or argument.
        file: String,
        /// The rows.
        samples: usize,
        /// The columns.
        features: usize,
    },
}

impl Note {
    /// Whether an answer is wanted: an option that confirms or changes what was taken.
    #[must_use]
    pub fn is_question(&self) -> bool {
        matches!(self, Self::SamplesInRows { .. })
    }
}

impl Worded for Note {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken { file, note } => write!(out, "{file}: {note}"),
            Self::SamplesInRows { file, samples, features } => write!(
                out,
                "{file}: {samples} samples of {features} features, one sample a row; if samples stand \
                 in columns, say {} (and {} if not)",
                voice.choice(OptionName::SamplesIn, "columns"),
                voice.choice(OptionName::SamplesIn, "rows")
            ),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.word(Voice::Fields, f)
    }
}
