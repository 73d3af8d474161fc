//! Trajectories: what may be asked of one, and following it.

mod checkpoint_error;
mod measured;
mod mover;
mod option_error;
mod options;
mod trace;
mod trajectories;

pub use checkpoint_error::CheckpointError;
pub use mover::Mover;
pub use option_error::FlowOptionError;
pub use options::{FlowOptions, MovingIn};
pub use trace::{Checkpoint, TraceOptions, trace};
pub use trajectories::{FlowRun, run_flow};
pub(crate) use trajectories::{coordinates, reduction_of, state_in_data};
