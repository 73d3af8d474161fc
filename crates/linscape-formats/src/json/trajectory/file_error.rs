//! What is wrong with the document of a trajectory.

use super::{TRACE_SCHEMA, TRAJECTORY_SCHEMA};
use crate::ProblemFileError;
use linscape_critical::numbered;
use thiserror::Error;

/// Why a document is no trajectory through a landscape.
#[derive(Debug, Error)]
pub enum TrajectoryFileError {
    /// Not JSON, or a field of the wrong kind or missing.
    #[error("not a trajectory document: {}", crate::json_fault(.0))]
    Json(serde_json::Error),
    /// A document of another kind or of a later version.
    #[error(
        "schema '{schema}' is not known here; trajectories are {TRAJECTORY_SCHEMA} or {TRACE_SCHEMA}"
    )]
    Schema {
        /// The schema the document names.
        schema: String,
    },
    /// The problem object of the trajectory states no problem.
    #[error(transparent)]
    Problem(#[from] ProblemFileError),
    /// It belongs to another problem.
    #[error("the trajectory belongs to another problem: its {field} is {stated}, not {expected}")]
    OtherProblem {
        /// The field that differs.
        field: &'static str,
        /// What the trajectory says.
        stated: String,
        /// What the landscape says.
        expected: String,
    },
    /// No time at all.
    #[error("the trajectory has no times")]
    Empty,
    /// Two columns of different length.
    #[error(
        "the trajectory has {} but {} of {field}",
        numbered(times, "time", "times"),
        numbered(length, "row", "rows")
    )]
    Length {
        /// Number of times.
        times: usize,
        /// The column.
        field: &'static str,
        /// Its length.
        length: usize,
    },
    /// A row of modes that does not go with the spectrum.
    #[error("row {row} of modes has {length} numbers, and Σ has {expected} singular values")]
    Modes {
        /// 1-based row.
        row: usize,
        /// Numbers in the row.
        length: usize,
        /// Numbers wanted.
        expected: usize,
    },
    /// A number too large for a double.
    #[error("row {row} of {field} is not a finite number")]
    NotFinite {
        /// The column.
        field: &'static str,
        /// 1-based row.
        row: usize,
    },
    /// Time stands still or runs backwards.
    #[error("row {row} of time is {time}, not later than the row before")]
    Order {
        /// 1-based row.
        row: usize,
        /// The time there.
        time: f64,
    },
    /// A visit to a subset that the problem has not.
    #[error("visit {visit} names the subset {subset:?}, which is no family of the problem")]
    StoredVisit {
        /// 1-based position of the visit.
        visit: usize,
        /// What it names.
        subset: Vec<usize>,
    },
    /// The same with weight decay.
    #[error("visit {visit} names {{{learned:?}|{passes:?}}}, which is no family of the problem")]
    StoredWord {
        /// 1-based position of the visit.
        visit: usize,
        /// The modes learned that it names.
        learned: Vec<usize>,
        /// The modes on a pass that it names.
        passes: Vec<usize>,
    },
}
