//! A trajectory from a file.

use anyhow::{Context, Result};
use linscape_critical::Problem;
use linscape_formats::{StoredTrajectory, parse_trajectory};
use std::path::Path;

/// Reads a trajectory that belongs to the problem.
pub(crate) fn read_trajectory(path: &Path, problem: &Problem) -> Result<StoredTrajectory> {
    let name = path.display();
    let bytes = linscape_formats::read_whole(path).with_context(|| name.to_string())?;
    parse_trajectory(&bytes, problem).with_context(|| name.to_string())
}
