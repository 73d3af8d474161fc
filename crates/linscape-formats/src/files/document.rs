//! Documents, which may be looked at more than once.

use super::{STANDARD_INPUT, WholeFileError, read_whole};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

/// What standard input held, if it was a document.
static PIPED: OnceLock<Vec<u8>> = OnceLock::new();

/// Bytes with the time at which they were written.
type Dated = (SystemTime, Vec<u8>);

/// What pipes held.
static NAMED: Mutex<Option<HashMap<PathBuf, Dated>>> = Mutex::new(None);

/// The bytes of a document, as [`read_whole`] has them; of one on standard input (`-`) or in a pipe as often as
/// they are asked for: a problem is looked at for its weight decay first, and then for all of it.
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
        return read_named(path);
    }
    if let Some(piped) = PIPED.get() {
        return Ok(piped.clone());
    }
    let bytes = read_whole(path)?;
    Ok(PIPED.get_or_init(|| bytes).clone())
}

fn read_named(path: &Path) -> Result<Vec<u8>, WholeFileError> {
    let Some(before) = written_to_pipe(path) else { return read_whole(path) };
    let held = || NAMED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((at, bytes)) = held().as_ref().and_then(|all| all.get(path))
        && *at == before
    {
        return Ok(bytes.clone());
    }
    let bytes = read_whole(path)?;
    if let Some(after) = written_to_pipe(path) {
        held().get_or_insert_default().insert(path.to_path_buf(), (after, bytes.clone()));
    }
    Ok(bytes)
}

/// When something that is no regular file, and so is gone when it was read, was written to.
fn written_to_pipe(path: &Path) -> Option<SystemTime> {
    let metadata = std::fs::metadata(path).ok()?;
    (!metadata.is_file() && !metadata.is_dir()).then(|| metadata.modified().ok())?
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_is_read_once_and_again_when_it_is_written_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo");
        assert!(made.success());
        for text in ["first", "second"] {
            let (to, held) = (path.clone(), text);
            let writer = std::thread::spawn(move || std::fs::write(to, held).expect("written"));
            // A pipe that nobody has written to since is what it was.
            std::thread::sleep(std::time::Duration::from_millis(50));
            if text == "first" {
                assert_eq!(read_document(&path).expect("read"), text.as_bytes());
                assert_eq!(read_document(&path).expect("read"), text.as_bytes());
            } else {
                assert_eq!(read_whole(&path).expect("read"), text.as_bytes());
            }
            writer.join().expect("wrote");
        }
    }
}
