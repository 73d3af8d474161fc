//! Trajectories, written and read again.

mod file;
mod record;

pub use file::{StoredTrajectory, StoredVisit, TrajectoryFileError, parse_trajectory};
pub use record::{
    TRACE_SCHEMA, TRAJECTORY_SCHEMA, TrajectoryDocument, TrajectoryOrigin, VisitOrder,
};

pub(crate) use record::VisitRecord;
