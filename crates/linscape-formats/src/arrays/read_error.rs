//! What can be wrong with a file that is read.

use std::{fmt, io, path::PathBuf};

use linscape_critical::TooLarge;
use thiserror::Error;

use crate::{CsvError, LabelError, NpyError, NpzError, Voice, WholeFileError, Worded};

/// A file that could not be read: which one, and what is wrong with it.
///
/// The message is one line: the path, the place inside the file, what was found there and what to
/// do about it.
#[derive(Debug, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub struct ReadError {
    /// The path as it was given, `:key` included.
    pub path: PathBuf,
    /// What is wrong.
    pub fault: ReadFault,
}

/// What is wrong with a file, whatever its name.
#[derive(Debug, Error)]
pub enum ReadFault {
    /// The name ends in no extension that is read.
    #[error("unknown extension; arrays are read from .csv, .tsv, .npy, .npz or file.npz:key")]
    UnknownExtension,
    /// Apache Parquet.
    #[error(
        "Parquet is read from Python (linscape.Problem, with pyarrow); here convert it: python3 -c \"import pandas; pandas.read_parquet('in.parquet').to_csv('out.csv', index=False)\""
    )]
    Parquet,
    /// What gzip has packed, damaged.
    #[error("cannot be unpacked ({0}); pack it again with gzip")]
    Packed(io::Error),
    /// The operating system refuses the file.
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
    /// It does not fit into memory.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// The text of a `.csv` file.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// The contents of a `.npy` file.
    #[error(transparent)]
    Npy(#[from] NpyError),
    /// The contents of a `.npz` archive.
    #[error(transparent)]
    Npz(#[from] NpzError),
    /// The labels in a file that is otherwise sound.
    #[error(transparent)]
    Label(#[from] LabelError),
}

impl Worded for ReadError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.path.display(), self.fault.in_words(voice))
    }
}

impl Worded for ReadFault {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Csv(fault) => fault.word(voice, out),
            Self::Label(fault) => fault.word(voice, out),
            Self::UnknownExtension
            | Self::Parquet
            | Self::Packed(_)
            | Self::Unreadable(_)
            | Self::TooLarge(_)
            | Self::Npy(_)
            | Self::Npz(_) => write!(out, "{self}"),
        }
    }
}

impl From<WholeFileError> for ReadFault {
    fn from(error: WholeFileError) -> Self {
        match error {
            WholeFileError::Unreadable(fault) => Self::Unreadable(fault),
            WholeFileError::TooLarge(fault) => Self::TooLarge(fault),
        }
    }
}

impl ReadError {
    /// Whether the file is sound, but more than memory has room for.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        match &self.fault {
            ReadFault::TooLarge(_) | ReadFault::Csv(CsvError::TooLarge(_)) => true,
            ReadFault::Npy(fault) => fault.is_too_large(),
            ReadFault::Npz(fault) => fault.is_too_large(),
            _ => false,
        }
    }
}
