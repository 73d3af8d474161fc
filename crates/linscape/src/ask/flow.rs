//! Trajectories: what may be asked of one, and following it.
//!
//! `FlowOptions` is the one list of what may be asked; a run follows it with decay or without, from any start, and
//! a trace takes checkpoints in place of a start.

mod apart;
mod checkpoint_error;
mod decayed_flow;
mod decayed_trace;
mod families;
mod measured;
mod monitor;
mod mover;
mod option_error;
mod options;
mod own_flow;
mod scene;
mod trace;
mod trajectories;
mod with_biases;

pub use checkpoint_error::CheckpointError;
pub use decayed_flow::{DecayedFlowRun, run_decayed_flow};
pub use decayed_trace::trace_decayed;
pub use monitor::{Monitor, Observation, Sight};
pub use mover::Mover;
pub use option_error::FlowOptionError;
pub use options::{FlowOptions, MovingIn};
pub use own_flow::{OwnFlowRun, run_own_flow, trace_own};
pub use trace::{Checkpoint, TraceOptions, trace};
pub use trajectories::{FlowRun, run_flow};
