//! Files that are held in memory under their names, for programs without a file system.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// What is held, by name.
static HELD: RwLock<BTreeMap<PathBuf, Arc<[u8]>>> = RwLock::new(BTreeMap::new());

/// Holds a file: from now on [`read_whole`](crate::read_whole) gives these bytes for this very name, and
/// does not look for such a file. A browser's page holds what was dropped on it; whatever reads files
/// then reads these, with the same checks and the same words.
///
/// # Examples
/// ```
/// use linscape_formats::{hold_file, read_whole, release_file};
/// use std::path::Path;
/// let name = Path::new("nowhere/Σ.csv");
/// hold_file(name, b"3,0\n0,1\n".to_vec());
/// assert_eq!(read_whole(name)?, b"3,0\n0,1\n");
/// assert!(release_file(name));
/// assert!(read_whole(name).is_err());
/// # Ok::<(), linscape_formats::WholeFileError>(())
/// ```
pub fn hold_file(name: &Path, bytes: Vec<u8>) {
    HELD.write().unwrap_or_else(PoisonError::into_inner).insert(name.to_path_buf(), bytes.into());
}

/// Forgets a file that is held, and says whether there was one.
pub fn release_file(name: &Path) -> bool {
    HELD.write().unwrap_or_else(PoisonError::into_inner).remove(name).is_some()
}

/// The bytes of a file that is held.
pub(super) fn held(name: &Path) -> Option<Arc<[u8]>> {
    HELD.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
}
