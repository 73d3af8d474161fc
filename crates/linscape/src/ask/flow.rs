//! Trajectories: what may be asked of one, and following it.

mod decayed_families;
mod decayed_flow;
mod measured;
mod mover;
mod option_error;
mod options;
mod trajectories;

pub use decayed_flow::{DecayedFlowRun, run_decayed_flow};
pub use mover::Mover;
pub use option_error::FlowOptionError;
pub use options::{FlowOptions, MovingIn};
pub use trajectories::{FlowRun, run_flow, trace};
