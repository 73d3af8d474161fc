//! Commands about moving weights.
//!
//! Gradient flow and descent from a start, and the checkpoints of somebody's run: both end in a trajectory, and
//! `outputs` writes either.

pub(crate) mod flow;
pub(crate) mod trace;

mod outputs;
