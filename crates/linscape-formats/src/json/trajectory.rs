//! Trajectories, written and read again.
//!
//! The flow's and a run's checkpoints share one document, so that pages, plots and questions read either.

mod checkpoint_record;
mod file;
mod file_error;
mod record;
mod same_problem;
mod visit_order;
mod written;

pub use checkpoint_record::{SeenCheckpoint, nearest_time};
pub use file::{
    StoredPoint, StoredTrajectory, StoredVisit, parse_decayed_trajectory, parse_trajectory,
    parse_trajectory_among_points,
};
pub use file_error::TrajectoryFileError;
pub use record::{TRACE_SCHEMA, TRAJECTORY_SCHEMA, TrajectoryDocument, TrajectoryOrigin};
pub use visit_order::VisitOrder;
pub use written::WrittenTrajectory;

pub(crate) use record::VisitRecord;
pub(crate) use visit_order::greedy_path;
