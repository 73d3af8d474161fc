//! Documents, which may be looked at more than once.

use super::{STANDARD_INPUT, WholeFileError, read_whole};
use std::path::Path;
use std::sync::OnceLock;

/// What standard input held, if it was a document.
static PIPED: OnceLock<Vec<u8>> = OnceLock::new();

/// The bytes of a document, as [`read_whole`] has them; of one on standard input (`-`) as often as they
/// are asked for: a problem is looked at for its weight decay first, and then for all of it.
///
/// # Errors
/// [`WholeFileError`].
///
/// # Examples
/// ```
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("problem.json");
/// std::fs::write(&path, "{}")?;
/// assert_eq!(linscape_formats::read_document(&path)?, b"{}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_document(path: &Path) -> Result<Vec<u8>, WholeFileError> {
    if path.as_os_str() != STANDARD_INPUT {
        return read_whole(path);
    }
    if let Some(piped) = PIPED.get() {
        return Ok(piped.clone());
    }
    let bytes = read_whole(path)?;
    Ok(PIPED.get_or_init(|| bytes).clone())
}
