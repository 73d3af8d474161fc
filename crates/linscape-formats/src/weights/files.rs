//! Files of weights by name or by pattern.

use std::path::{Path, PathBuf};

use glob::MatchOptions;
use thiserror::Error;

use crate::weights::{compare_naturally, order_of_numbers};

/// Why a pattern names no files.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PatternError {
    /// It is no pattern.
    #[error(
        "{pattern}: {fault}; write * for any part of a name, ? for a character, [ab] for one of several"
    )]
    Malformed {
        /// What was given.
        pattern: String,
        /// What is wrong with it.
        fault: String,
    },
    /// No file has such a name.
    #[error("{pattern}: no file matches this pattern")]
    NoMatch {
        /// What was given.
        pattern: String,
    },
    /// A folder could not be looked into.
    #[error("{path}: {fault}")]
    Unreadable {
        /// The folder.
        path: String,
        /// What the system says.
        fault: String,
    },
}

/// The files that are meant: a name of a file is that file, and a name with `*`, `?` or `[` that is
/// none is a pattern, in whose place its matches stand in the order of the numbers in their names:
/// `step2.npz` before `step10.npz`. As in a shell `*` stops at a `/`, `**` does not, and neither matches a
/// dot at the beginning of a name. For shells that leave patterns to the program, and for patterns
/// in quotes. Any other name is left as it is, so that who opens it says what is wrong.
///
/// # Errors
/// When a pattern is malformed, matches nothing, or a folder cannot be read.
///
/// # Examples
/// ```
/// use std::path::PathBuf;
/// use linscape_formats::weights_files;
/// let folder = tempfile::tempdir()?;
/// for name in ["step10.npz", "step2.npz", "notes.txt"] {
///     std::fs::write(folder.path().join(name), "")?;
/// }
/// let found = weights_files(&[folder.path().join("step*.npz")])?;
/// assert_eq!(found, ["step2.npz", "step10.npz"].map(|name| folder.path().join(name)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn weights_files(given: &[PathBuf]) -> Result<Vec<PathBuf>, PatternError> {
    let mut files = Vec::with_capacity(given.len());
    for path in given {
        match path.to_str().filter(|name| name.contains(['*', '?', '['])) {
            Some(pattern) if !path.exists() => files.extend(matches(pattern)?),
            _ => files.push(path.clone()),
        }
    }
    Ok(files)
}

fn matches(pattern: &str) -> Result<Vec<PathBuf>, PatternError> {
    let options = MatchOptions { require_literal_leading_dot: true, ..MatchOptions::new() };
    let found = glob::glob_with(pattern, options).map_err(|error| PatternError::Malformed {
        pattern: pattern.to_owned(),
        fault: error.msg.to_owned(),
    })?;
    let mut files = found.collect::<Result<Vec<_>, _>>().map_err(|error| {
        let (path, fault) = (error.path().display().to_string(), error.error().to_string());
        PatternError::Unreadable { path, fault }
    })?;
    if files.is_empty() {
        return Err(PatternError::NoMatch { pattern: pattern.to_owned() });
    }
    let name = |path: &Path| path.to_string_lossy().into_owned();
    files.sort_by(|a, b| compare_naturally(&name(a), &name(b)));
    Ok(files)
}

/// Says so where files stand in another order than the numbers in their names, as a shell lists them:
/// `step10` before `step2`.
///
/// # Examples
/// ```
/// let files = ["t0.5.npz", "t0.25.npz"].map(std::path::PathBuf::from);
/// assert!(linscape_formats::order_note(&files).is_some());
/// assert!(linscape_formats::order_note(&files[..1]).is_none());
/// ```
#[must_use]
pub fn order_note(files: &[PathBuf]) -> Option<String> {
    let name = |path: &PathBuf| path.to_string_lossy().into_owned();
    let pair = files.windows(2).find(|pair| {
        order_of_numbers(&name(&pair[0]), &name(&pair[1])).is_some_and(std::cmp::Ordering::is_gt)
    })?;
    Some(format!(
        "checkpoints are taken in the order given, with {} before {}; a pattern in quotes takes them \
         by the numbers in their names",
        pair[0].display(),
        pair[1].display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_come_before_patterns() {
        let folder = tempfile::tempdir().expect("folder");
        let path = |name: &str| folder.path().join(name);
        for name in ["w[1].npz", "w1.npz", "w02.npz", "w10.npz", "._w1.npz"] {
            std::fs::write(path(name), "").expect("written");
        }
        let files = |names: &[&str]| {
            weights_files(&names.iter().map(|name| path(name)).collect::<Vec<_>>())
        };
        assert_eq!(files(&["w[1].npz"]), Ok(vec![path("w[1].npz")]));
        assert_eq!(
            files(&["w10.npz", "w[01]*.npz", "missing.npz"]),
            Ok(["w10.npz", "w1.npz", "w02.npz", "w10.npz", "missing.npz"].map(path).to_vec())
        );
        assert_eq!(files(&["*1.npz"]), Ok(vec![path("w1.npz")]));
        assert!(matches!(files(&["v*.npz"]), Err(PatternError::NoMatch { .. })));
        assert!(matches!(files(&["w[.npz"]), Err(PatternError::Malformed { .. })));
    }
}
