//! JSON that is read, whatever program saved it.

use super::whole_file::STANDARD_INPUT;
use super::{WholeFileError, read_whole};
use crate::arrays::plain_text::plain_text;
use std::io;
use std::path::Path;
use std::sync::OnceLock;

/// The document on standard input, which whoever asks for one again is given again: a problem is looked
/// at for its weight decay first, and then for all of it.
static PIPED: OnceLock<Vec<u8>> = OnceLock::new();

/// The text of a JSON file in UTF-8, whatever mark and encoding it was saved with.
///
/// # Errors
/// When the file cannot be read (see [`read_whole`]), or is no text.
pub fn read_json(path: &Path) -> Result<String, WholeFileError> {
    let bytes = match PIPED.get() {
        Some(piped) if path.as_os_str() == STANDARD_INPUT => piped.clone(),
        _ => read_whole(path)?,
    };
    if path.as_os_str() == STANDARD_INPUT {
        PIPED.get_or_init(|| bytes.clone());
    }
    let no_text = || io::Error::other("it is neither UTF-8 nor UTF-16 text");
    Ok(String::from_utf8(plain_text(&bytes).into_owned()).map_err(|_| no_text())?)
}
