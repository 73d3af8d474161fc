//! Watching a motion: moments, visits of families, drift of what is conserved.
//!
//! A visit is a stay near one family, told by the end-to-end map; it keeps the smallest gradient and distance that
//! were met.

mod event;
mod families;
mod follow;
mod follow_error;
mod telling;
mod trajectory;
mod trajectory_observer;
mod usual_gradient;
mod visits;
mod watched;

pub use families::{Families, FamilyKey, NearFamily, PlainFamilies};
pub use follow::{follow, follow_among};
pub use follow_error::FollowError;
pub use trajectory::{Ending, Moment, Trajectory};
pub use trajectory_observer::{Glance, TrajectoryObserver};
pub use visits::Visit;
pub use watched::Watch;

pub(crate) use event::first_time;
pub(crate) use trajectory::Recorder;
pub(crate) use usual_gradient::usual_gradient;
pub(crate) use visits::{Nearness, Sight, VisitTracker, diagonal};
pub(crate) use watched::MOST_MOMENTS;
