//! Files that are read into memory as a whole.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::held_files::held;
use super::open_outputs::is_output;
use linscape_critical::{LARGEST_WORK, TooLarge};
use thiserror::Error;

/// Most bytes taken from what does not say how long it is: a pipe, a device.
const LONGEST_STREAM: u64 = LARGEST_WORK / 4;

/// The name of standard input.
pub(crate) const STANDARD_INPUT: &str = "-";

/// Whether standard input was read: there is nothing more in it.
static IS_INPUT_READ: AtomicBool = AtomicBool::new(false);

/// Why a file is not read.
#[derive(Debug, Error)]
pub enum WholeFileError {
    /// The operating system refuses the file.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// It does not fit into memory.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// The bytes of a file, a pipe or a device that no output of this process replaces, of which there must not be more than memory has room
/// for: a file is refused by its length, anything else once it has given too much. `-` is standard
/// input, which is read once; a file of that name is `./-`. A file that is held in memory
/// ([`hold_file`](crate::hold_file)) is not looked for.
///
/// # Errors
/// [`WholeFileError`].
///
/// # Examples
/// ```
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("problem.json");
/// std::fs::write(&path, "{}")?;
/// assert_eq!(linscape_formats::read_whole(&path)?, b"{}");
/// // What a command is about to write over cannot be its input.
/// let output = linscape_formats::OutputFile::create(&path)?;
/// assert!(linscape_formats::read_whole(&path).is_err());
/// drop(output);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_whole(path: &Path) -> Result<Vec<u8>, WholeFileError> {
    if let Some(bytes) = held(path) {
        return Ok(bytes.to_vec());
    }
    if is_output(path) {
        return Err(io::Error::other(
            "it is also an output of this command; write to another file",
        )
        .into());
    }
    if path.as_os_str() == STANDARD_INPUT {
        return read_standard_input();
    }
    if cfg!(target_family = "wasm") {
        return Err(io::Error::new(io::ErrorKind::NotFound, "it was not dropped here").into());
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    // Files of the kernel have no length and are short.
    let (limit, length) = match metadata.len() {
        length if metadata.is_file() && length > 0 => (LARGEST_WORK, length),
        _ => (LONGEST_STREAM, 0),
    };
    let what = if length > 0 { "the bytes of the file" } else { "the first bytes of the stream" };
    let too_large = |bytes: u64| TooLarge { what, bytes, most: limit };
    if length > limit {
        return Err(too_large(length).into());
    }
    let mut bytes = Vec::new();
    bytes
        .try_reserve_exact(usize::try_from(length).unwrap_or(usize::MAX))
        .map_err(|_| too_large(length))?;
    file.take(limit + 1).read_to_end(&mut bytes)?;
    let read = bytes.len() as u64;
    if read > limit { Err(too_large(read).into()) } else { Ok(bytes) }
}

fn read_standard_input() -> Result<Vec<u8>, WholeFileError> {
    if IS_INPUT_READ.swap(true, Ordering::Relaxed) {
        let again = "standard input was read already; one file at most is -";
        return Err(io::Error::other(again).into());
    }
    let mut bytes = Vec::new();
    io::stdin().lock().take(LONGEST_STREAM + 1).read_to_end(&mut bytes)?;
    let read = bytes.len() as u64;
    if read > LONGEST_STREAM {
        let what = "the first bytes of the stream";
        return Err(TooLarge { what, bytes: read, most: LONGEST_STREAM }.into());
    }
    Ok(bytes)
}
