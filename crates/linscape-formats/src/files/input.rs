//! Files that are read.

use super::output::is_output;
use crate::arrays::plain_text::plain_text;
use std::fs;
use std::io;
use std::path::Path;

/// The bytes of a file, unless it is one that is being written: every reader comes by here, so that
/// no output of a run replaces one of its inputs.
///
/// # Errors
/// When the file cannot be read, or is an open [`OutputFile`](crate::OutputFile).
///
/// # Examples
/// ```
/// use linscape_formats::{OutputFile, read_input};
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("x.csv");
/// std::fs::write(&path, "1,2\n")?;
/// assert_eq!(read_input(&path)?, b"1,2\n");
/// let output = OutputFile::create(&path)?;
/// assert!(read_input(&path).is_err());
/// drop(output);
/// assert!(read_input(&path).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_input(path: &Path) -> io::Result<Vec<u8>> {
    if is_output(path) {
        return Err(io::Error::other(
            "it is also an output of this command; write to another file",
        ));
    }
    fs::read(path)
}

/// The text of a JSON file in UTF-8, whatever mark and encoding it was saved with.
///
/// # Errors
/// When the file cannot be read (see [`read_input`]), or is no text.
pub fn read_json(path: &Path) -> io::Result<String> {
    let bytes = read_input(path)?;
    String::from_utf8(plain_text(&bytes).into_owned())
        .map_err(|_| io::Error::other("it is neither UTF-8 nor UTF-16 text"))
}
