//! A trajectory from a file.

use crate::arguments::ProblemArguments;
use anyhow::{Context, Result};
use linscape::{Given, StatedDecay, StatedOwn, StatementError};
use linscape_critical::Problem;
use linscape_formats::{
    DecayRecord, StoredTrajectory, parse_decayed_trajectory, parse_trajectory,
    parse_trajectory_among_points,
};
use std::path::Path;

/// Reads a trajectory that belongs to the problem.
pub(crate) fn read_trajectory(path: &Path, problem: &Problem) -> Result<StoredTrajectory> {
    let name = path.display();
    let bytes = linscape_formats::read_document(path).with_context(|| name.to_string())?;
    parse_trajectory(&bytes, problem).with_context(|| name.to_string())
}

/// Reads a trajectory that belongs to the problem with its weight decay.
pub(crate) fn read_decayed_trajectory(
    path: &Path,
    stated: &StatedDecay,
) -> Result<StoredTrajectory> {
    let name = path.display();
    let bytes = linscape_formats::read_document(path).with_context(|| name.to_string())?;
    let read = parse_decayed_trajectory(&bytes, &stated.stated.problem, &stated.decayed);
    read.with_context(|| name.to_string())
}

/// The same where points are listed.
pub(crate) fn read_trajectory_among_points(
    path: &Path,
    stated: &StatedOwn,
) -> Result<StoredTrajectory> {
    let name = path.display();
    let bytes = linscape_formats::read_document(path).with_context(|| name.to_string())?;
    let decay = DecayRecord::of_own(&stated.own, stated.case);
    let read = parse_trajectory_among_points(&bytes, &stated.stated.problem, &decay);
    read.with_context(|| name.to_string())
}

/// The options of the problem; without a source among them, the problem is that of the trajectory.
pub(crate) fn with_problem_of(path: &Path, options: &ProblemArguments) -> ProblemArguments {
    let mut options = options.clone();
    // Data are not read twice to see that they are there.
    let seems_without =
        options.sigma.is_none() && options.target.is_none() && options.inputs.is_none();
    if seems_without && matches!(options.state(), Err(StatementError::NoSource)) {
        options.problem = Some(Given::File(path.to_path_buf()));
    }
    options
}
