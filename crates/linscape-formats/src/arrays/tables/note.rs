//! What a reader took for something else than data.

use std::fmt;

/// What was taken as header or index without being told: it is said, never done in silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableNote {
    /// The first line names the columns.
    Header {
        /// The names.
        names: Vec<String>,
    },
    /// The first line is `0,1`, as pandas names two columns, and a sample like the others.
    Indicators,
    /// The first column numbers or names the rows.
    Index {
        /// What it holds.
        content: IndexContent,
    },
}

/// What makes a column an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexContent {
    /// It counts the rows from this number on.
    Counts(u8),
    /// It holds text.
    Text,
}

impl fmt::Display for TableNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 6;
        match self {
            Self::Header { names } => {
                let shown: Vec<String> = names
                    .iter()
                    .take(SHOWN)
                    .map(|name| crate::arrays::excerpt(name).escape_debug().to_string())
                    .collect();
                let more = if names.len() > SHOWN { ", …" } else { "" };
                write!(f, "line 1 is taken as names of columns: {}{more}", shown.join(", "))
            }
            Self::Indicators => write!(
                f,
                "line 1 (0, 1) is taken as a sample: all cells are 0 or 1; if it names the columns, say so \
                 (header yes)"
            ),
            Self::Index { content: IndexContent::Counts(from) } => write!(
                f,
                "column 1 has no name and counts the rows from {from}: it is taken as an index and left out"
            ),
            Self::Index { content: IndexContent::Text } => write!(
                f,
                "column 1 has no name and holds text: it is taken as an index and left out"
            ),
        }
    }
}
