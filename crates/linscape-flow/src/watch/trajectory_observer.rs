//! Watching a trajectory while it is computed.

use crate::Trajectory;
use linscape_critical::{Observer, Progress, SingularSubset};
use std::ops::ControlFlow;

/// Somebody who looks at a trajectory while it is computed. Every [`Observer`] is one, told of the
/// steps taken.
pub trait TrajectoryObserver: Sync {
    /// Called every few dozen steps, where many weights move every step; [`ControlFlow::Break`] stops the
    /// trajectory there.
    fn glance(&self, glance: &Glance<'_>) -> ControlFlow<()>;

    /// Called after every glance that goes on: `so_far` is the trajectory to that point, as it would be if it were
    /// stopped there. Whoever keeps it can leave a long step behind.
    fn reached(&self, _so_far: &mut dyn FnMut() -> Trajectory) {}
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
