//! What an observer is told of a trajectory, and when.

use super::follow::{Follower, Seen};
use crate::{Ending, Families, Glance, Moment, Motion, Trajectory, TrajectoryObserver, Work};

/// Most steps between two glances.
const MOST_STEPS: u64 = 50;

/// Weights times steps between two glances.
const WEIGHT_STEPS: u64 = 500_000;

impl<F: Families> Follower<'_, F> {
    /// Tells the observer of a step taken; how the trajectory ends there, if it does.
    pub(super) fn tell(
        &self,
        seen: &Seen,
        state: &[f64],
        motion: &impl Motion,
        observer: &impl TrajectoryObserver,
    ) -> Option<Ending> {
        if self.steps >= self.watch.most_steps {
            return Some(Ending::OutOfSteps);
        }
        let between = (WEIGHT_STEPS / self.flow.order().max(1) as u64).clamp(1, MOST_STEPS);
        if !self.steps.is_multiple_of(between) {
            return None;
        }
        // A listed point has no modes to name it.
        let present = self.tracker.present().filter(|family| family.point.is_none());
        let glance = Glance {
            steps: self.steps,
            time: seen.sight.time,
            loss: seen.loss,
            subset: present.map(|family| &family.subset),
        };
        if observer.glance(&glance).is_break() {
            return Some(Ending::Interrupted);
        }
        observer.reached(&mut || {
            let mut moments = self.recorder.moments.clone();
            if moments.last().map(|last| last.time) != Some(seen.sight.time) {
                let modes = seen.sight.diagonal.clone();
                moments.push(Moment { time: seen.sight.time, loss: seen.loss, modes });
            }
            let work = motion.work();
            Trajectory {
                moments,
                ..self.trajectory(Ending::Interrupted, seen, state.to_vec(), work)
            }
        });
        None
    }

    /// The trajectory to a state, but for its moments.
    pub(super) fn trajectory(
        &self,
        ending: Ending,
        seen: &Seen,
        state: Vec<f64>,
        work: Work,
    ) -> Trajectory {
        Trajectory {
            ending,
            leaves_biases: ending == Ending::AtRest && self.flow.waits_for_biases(&state),
            work,
            moments: Vec::new(),
            visits: self.tracker.visits.clone(),
            conservation_drift: self.drift,
            largest_increase: self.increase,
            state,
            gradient_norm: seen.sight.gradient_norm,
        }
    }
}
