//! Trajectories with long steps, followed on threads that can be left behind.

use linscape_critical::{Observer, Progress, SingularSubset, abandonable, leaves_work_behind};
use linscape_flow::{FollowError, Glance, Trajectory, TrajectoryObserver};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Weights from which on a step may take longer than whoever asks to stop should wait.
const LONG_STEPS: usize = 50_000;

/// Follows a trajectory of so many weights, which begins at a loss. Where steps may be long it is followed on a
/// thread of its own: whoever stops it gets it as far as it came before the step that is being taken, and `None`
/// before the first one.
pub(super) fn apart(
    order: usize,
    loss: f64,
    observer: &impl TrajectoryObserver,
    follow: impl FnOnce(Told<'_>) -> Result<Trajectory, FollowError> + Send + 'static,
) -> Option<Result<Trajectory, FollowError>> {
    if order < LONG_STEPS || !leaves_work_behind() {
        return Some(follow(Told(observer)));
    }
    let news = Arc::new(News::beginning_at(loss));
    let told = news.clone();
    let relay = Relay { observer, news: &news };
    let work = move || follow(Told(&*told));
    match abandonable(&relay, Progress { done: 0, total: None }, work) {
        ControlFlow::Continue(followed) => Some(followed),
        ControlFlow::Break(()) => news.lock().trajectory.take().map(Ok),
    }
}

/// Whoever is told of the trajectory.
pub(super) struct Told<'a>(&'a dyn TrajectoryObserver);

impl TrajectoryObserver for Told<'_> {
    fn glance(&self, glance: &Glance<'_>) -> ControlFlow<()> {
        self.0.glance(glance)
    }

    fn reached(&self, so_far: &mut dyn FnMut() -> Trajectory) {
        self.0.reached(so_far);
    }
}

/// What the thread that follows tells the one that waits, and whether it is to stop.
struct News {
    is_stopped: AtomicBool,
    last: Mutex<Last>,
}

/// The last glance, and the trajectory to the last step.
struct Last {
    steps: u64,
    time: f64,
    loss: f64,
    subset: Option<SingularSubset>,
    trajectory: Option<Trajectory>,
}

impl News {
    fn beginning_at(loss: f64) -> Self {
        let last = Last { steps: 0, time: 0.0, loss, subset: None, trajectory: None };
        Self { is_stopped: AtomicBool::new(false), last: Mutex::new(last) }
    }

    fn lock(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TrajectoryObserver for News {
    fn glance(&self, glance: &Glance<'_>) -> ControlFlow<()> {
        let &Glance { steps, time, loss, subset } = glance;
        let mut last = self.lock();
        let trajectory = last.trajectory.take();
        *last = Last { steps, time, loss, subset: subset.cloned(), trajectory };
        if self.is_stopped.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn reached(&self, so_far: &mut dyn FnMut() -> Trajectory) {
        let trajectory = so_far();
        self.lock().trajectory = Some(trajectory);
    }
}

/// Asks the observer on the waiting thread.
struct Relay<'a, O> {
    observer: &'a O,
    news: &'a News,
}

impl<O: TrajectoryObserver> Observer for Relay<'_, O> {
    fn advance(&self, _: Progress) -> ControlFlow<()> {
        let last = self.news.lock();
        let Last { steps, time, loss, ref subset, .. } = *last;
        let answer = self.observer.glance(&Glance { steps, time, loss, subset: subset.as_ref() });
        if answer.is_break() {
            self.news.is_stopped.store(true, Ordering::Relaxed);
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_flow::{Ending, Moment};

    /// Stops from the second glance on.
    struct Impatient;

    impl TrajectoryObserver for Impatient {
        fn glance(&self, glance: &Glance<'_>) -> ControlFlow<()> {
            if glance.steps > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
    }

    fn trajectory(steps: u64) -> Trajectory {
        Trajectory {
            ending: Ending::Interrupted,
            leaves_biases: false,
            work: linscape_flow::Work { steps, ..Default::default() },
            moments: vec![Moment { time: 0.0, loss: 1.0, modes: vec![] }],
            visits: vec![],
            conservation_drift: 0.0,
            largest_increase: 0.0,
            state: vec![],
            gradient_norm: 0.0,
        }
    }

    /// Takes three steps, and an hour for the fourth.
    fn endless(observer: &Told<'_>) -> Trajectory {
        for steps in 1..=3 {
            let glance = Glance { steps, time: 1.0, loss: 1.0, subset: None };
            if observer.glance(&glance).is_break() {
                return trajectory(steps);
            }
            observer.reached(&mut || trajectory(steps));
        }
        std::thread::sleep(std::time::Duration::from_secs(3600));
        trajectory(4)
    }

    #[test]
    fn a_long_step_is_left_behind_with_the_trajectory_before_it() {
        let found = apart(LONG_STEPS, 1.0, &Impatient, |observer| Ok(endless(&observer)));
        let steps = found.expect("steps were taken").expect("no error").work.steps;
        assert_eq!(steps, 3);
        let first = apart(LONG_STEPS, 1.0, &Stopped, |_| {
            std::thread::sleep(std::time::Duration::from_secs(3600));
            Ok(trajectory(1))
        });
        assert_eq!(first, None);
    }

    struct Stopped;

    impl TrajectoryObserver for Stopped {
        fn glance(&self, _: &Glance<'_>) -> ControlFlow<()> {
            ControlFlow::Break(())
        }
    }

    #[test]
    fn short_steps_are_followed_in_place() {
        let found = apart(LONG_STEPS - 1, 1.0, &Impatient, |observer| Ok(endless(&observer)));
        assert_eq!(found.expect("in place").expect("no error").work.steps, 1);
    }
}
