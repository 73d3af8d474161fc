//! What can be wrong with a file that is read.

use std::{io, path::PathBuf};

use thiserror::Error;

use crate::{CsvError, LabelError, NpyError, NpzError};

/// A file that could not be read: which one, and what is wrong with it.
///
/// The message is one line: the path, the place inside the file, what was found there and what to
/// do about it.
#[derive(Debug, Error)]
#[error("{}: {fault}", path.display())]
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
    #[error("unknown extension; arrays are read from .csv, .npy, .npz or file.npz:key")]
    UnknownExtension,
    /// The operating system refuses the file.
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
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
