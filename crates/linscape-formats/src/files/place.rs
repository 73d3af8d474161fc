//! Where a path leads before anything is written there.

use super::output_error::OutputError;
use std::fs;
use std::path::{Path, PathBuf};

/// Where a path leads, links followed even if nothing is there yet.
pub(super) fn place_of(path: &Path) -> Result<PathBuf, OutputError> {
    /// More links than a file system follows.
    const MOST_LINKS: usize = 40;
    let mut place = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        if is_stream(&place) {
            return Ok(place);
        }
        if let Ok(next) = fs::read_link(&place) {
            let directory = place.parent().map(Path::to_path_buf).unwrap_or_default();
            place = directory.join(next);
            continue;
        }
        let directory = place.parent().filter(|parent| !parent.as_os_str().is_empty());
        let directory = fs::canonicalize(directory.unwrap_or_else(|| Path::new(".")));
        return Ok(match (directory, place.file_name()) {
            (Ok(directory), Some(name)) => directory.join(name),
            _ => place,
        });
    }
    Err(OutputError::CircularLink { path: path.to_path_buf() })
}

/// Whether a name stands for a stream or a device, whatever it leads to: `-`, and what is named under
/// `/dev` or `/proc`.
#[must_use]
pub fn is_stream(path: &Path) -> bool {
    path == Path::new("-")
        || path.starts_with("/dev") && !path.starts_with("/dev/shm")
        || path.starts_with("/proc")
}
