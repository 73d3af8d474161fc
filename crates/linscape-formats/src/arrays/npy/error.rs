//! What can be wrong with an npy file.

use linscape_critical::TooLarge;
use thiserror::Error;

/// What is wrong with the bytes of an npy file; rows and columns count from 1.
#[derive(Debug, PartialEq, Error)]
pub enum NpyError {
    /// The first bytes are not those of the format.
    #[error("not an npy array: it does not begin with \\x93NUMPY; write it with numpy.save")]
    NotNpy,
    /// A version of the format that does not exist yet.
    #[error(
        "npy version {major}.{minor}, where 1.0, 2.0 and 3.0 are read; write it with numpy.save"
    )]
    Version {
        /// Before the point.
        major: u8,
        /// After the point.
        minor: u8,
    },
    /// The bytes end inside the header.
    #[error("the header is cut short; copy or save the file again")]
    HeaderCutShort,
    /// The header is not the text it should be.
    #[error("the header has {found:?} where {expected} should be; write it with numpy.save")]
    HeaderText {
        /// What should be there.
        expected: &'static str,
        /// The beginning of what is there.
        found: String,
    },
    /// An entry of the header is missing.
    #[error("the header has no entry {key}; write it with numpy.save")]
    HeaderKeyMissing {
        /// The name of the entry.
        key: &'static str,
    },
    /// More numbers than memory has room for.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// Elements that are not real numbers (nor text, where text is wanted).
    #[error("elements of type {descr:?} are not real numbers; save array.astype(float)")]
    Element {
        /// The type as the header writes it.
        descr: String,
    },
    /// An array that is neither a matrix nor a column.
    #[error("an array of shape {shape} is not a matrix; save array.reshape(samples, -1)")]
    Dimensions {
        /// The shape as Python writes it.
        shape: String,
    },
    /// An array of labels with several columns.
    #[error("an array of shape {shape} is not one label a row; save the column of labels")]
    NotAColumn {
        /// The shape as Python writes it.
        shape: String,
    },
    /// No rows or no columns.
    #[error("an array of shape {shape} is empty; save at least one row and one column")]
    Empty {
        /// The shape as Python writes it.
        shape: String,
    },
    /// The shape asks for more or fewer bytes than there are.
    #[error(
        "shape {shape} of {size}-byte elements does not fit the {present} bytes of data; \
         copy or save the file again"
    )]
    Length {
        /// The shape as Python writes it.
        shape: String,
        /// Bytes an element takes.
        size: usize,
        /// Bytes after the header.
        present: usize,
    },
    /// An entry that is NaN or infinite.
    #[error("row {row}, column {column} is {value}; every entry must be finite")]
    NotFinite {
        /// Row of the matrix.
        row: usize,
        /// Column of the matrix.
        column: usize,
        /// NaN or an infinity.
        value: f64,
    },
}

impl NpyError {
    /// Whether the array is sound, but more than memory has room for.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(self, Self::TooLarge(_))
    }
}
