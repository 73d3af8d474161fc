//! Why an output could not be written.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// An output that could not be opened or written; one line with the path.
#[derive(Debug, Error)]
pub enum OutputError {
    /// The directory of the file is not there.
    #[error("{}: the directory {} does not exist; create it first", path.display(), directory.display())]
    NoDirectory {
        /// The file to be written.
        path: PathBuf,
        /// The directory that is missing.
        directory: PathBuf,
    },
    /// The path is empty.
    #[error("the name of the output file is empty; name a file, or - for standard output")]
    NoName,
    /// The path is a directory.
    #[error("{}: is a directory; name a file in it", path.display())]
    IsDirectory {
        /// The path as it was given.
        path: PathBuf,
    },
    /// A link that leads nowhere but to itself.
    #[error("{}: is a link that leads back to itself; name a file", path.display())]
    CircularLink {
        /// The path as it was given.
        path: PathBuf,
    },
    /// More text than a terminal gets unasked.
    #[error("{error}")]
    TooLong {
        /// How much, and what to do.
        error: io::Error,
    },
    /// The operating system refuses to write.
    #[error("{}: cannot be written: {error}", shown(path))]
    Unwritable {
        /// The path as it was given.
        path: PathBuf,
        /// The reason.
        error: io::Error,
    },
}

fn shown(path: &Path) -> Cow<'_, str> {
    if path == Path::new("-") {
        "standard output".into()
    } else {
        path.display().to_string().into()
    }
}
