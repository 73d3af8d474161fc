//! Watching a trajectory while it is computed.

use linscape_critical::{Observer, Progress, SingularSubset};
use std::ops::ControlFlow;

/// Somebody who looks at a trajectory while it is computed. Every [`Observer`] is one, told of the
/// steps taken.
pub trait TrajectoryObserver {
    /// Called every few dozen steps; [`ControlFlow::Break`] stops the trajectory there.
    fn glance(&self, glance: &Glance<'_>) -> ControlFlow<()>;
}

/// Where a trajectory has come.
#[derive(Debug, Clone, Copy)]
pub struct Glance<'a> {
    /// Steps taken.
    pub steps: u64,
    /// The time reached.
    pub time: f64,
    /// The loss there.
    pub loss: f64,
    /// The family that is being visited.
    pub subset: Option<&'a SingularSubset>,
}

impl<O: Observer> TrajectoryObserver for O {
    fn glance(&self, glance: &Glance<'_>) -> ControlFlow<()> {
        self.advance(Progress { done: glance.steps, total: None })
    }
}
