//! The files that are being written: nobody reads them, and an exit without clean-up leaves none behind.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Files that are written now, by their final place.
static OUTPUTS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

pub(super) fn outputs() -> MutexGuard<'static, Vec<PathBuf>> {
    OUTPUTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a path means a file that is being written.
pub(super) fn is_output(path: &Path) -> bool {
    fs::canonicalize(path).is_ok_and(|place| outputs().contains(&place))
}

/// Temporary files that are being written: an exit without clean-up must not leave them behind.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

pub(super) fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    // A panic elsewhere leaves the list as it is; it is only ever pushed to and searched.
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes the temporary files of all outputs that are not finished, for a program that is about
/// to exit without dropping them. Outputs written afterwards have no file to write to.
pub fn remove_unfinished_outputs() {
    for path in unfinished().drain(..) {
        // It may have been renamed or removed in the same moment.
        let _ = fs::remove_file(path);
    }
}
