//! Trajectories: what may be asked of one, and following it.

mod measured;
mod mover;
mod option_error;
mod options;
mod trajectories;

pub use mover::Mover;
pub use option_error::FlowOptionError;
pub use options::{FlowOptions, MovingIn};
pub use trajectories::{FlowRun, run_flow, trace};
