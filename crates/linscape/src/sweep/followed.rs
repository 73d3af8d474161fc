//! What every trajectory was like, with weight decay or without.

use linscape_flow::{Ending, Trajectory};
use serde::Serialize;

/// The columns that all trajectories have.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Followed {
    ending: &'static str,
    steps: u64,
    evaluations: u64,
    time: f64,
    loss: f64,
    gradient_norm: Option<f64>,
}

impl Followed {
    /// `None` when the observer stopped it.
    pub(crate) fn of(trajectory: &Trajectory) -> Option<Self> {
        if trajectory.ending == Ending::Interrupted {
            return None;
        }
        let last = trajectory.last();
        Some(Self {
            ending: trajectory.ending.name(),
            steps: trajectory.work.steps,
            evaluations: trajectory.work.evaluations,
            time: last.time,
            loss: last.loss,
            gradient_norm: finite(trajectory.gradient_norm),
        })
    }
}

/// A number that JSON has.
pub(crate) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
