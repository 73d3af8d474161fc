//! JSON that is read, whatever program saved it.

use super::{WholeFileError, read_whole};
use crate::arrays::plain_text::plain_text;
use std::io;
use std::path::Path;

/// The text of a JSON file in UTF-8, whatever mark and encoding it was saved with.
///
/// # Errors
/// When the file cannot be read (see [`read_whole`]), or is no text.
pub fn read_json(path: &Path) -> Result<String, WholeFileError> {
    let bytes = read_whole(path)?;
    let no_text = || io::Error::other("it is neither UTF-8 nor UTF-16 text");
    Ok(String::from_utf8(plain_text(&bytes).into_owned()).map_err(|_| no_text())?)
}
