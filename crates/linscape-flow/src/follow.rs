//! Follows a trajectory and watches what it passes.

use crate::gradient_flow::norm;
use crate::trajectory::Recorder;
use crate::visits::{Nearness, Sight, VisitTracker};
use crate::{
    ConservedQuantities, Ending, GradientFlow, IntegrationError, Moment, Motion, Trajectory, Watch,
    Workspace,
};
use linscape_critical::{Observer, Problem, Progress, SingularBases, SingularSubset};
use linscape_curvature::LearnedModes;
use linscape_lapack::multiply;
use nalgebra::DMatrix;
use std::ops::ControlFlow;
use thiserror::Error;

/// Why a trajectory is not followed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum FollowError {
    /// Nothing says where to stop.
    #[error("a trajectory needs an end: a time or a loss")]
    NoEnd,
    /// An end that is past.
    #[error("the end time is {given}, and the trajectory starts at time 0")]
    EndInThePast {
        /// The time given.
        given: f64,
    },
    /// A loss below all.
    #[error("no network has a loss of {given}: it is never below {least}")]
    LossOutOfReach {
        /// The loss given.
        given: f64,
        /// The loss of the global minima.
        least: f64,
    },
    /// Moments too close together.
    #[error("moments are a positive time apart, got {given}")]
    Every {
        /// The time given.
        given: f64,
    },
    /// More moments than can be kept.
    #[error("moments every {every} until {until} are more than {most}")]
    TooManyMoments {
        /// The time between them.
        every: f64,
        /// The end.
        until: f64,
        /// Most that are kept.
        most: usize,
    },
    /// A radius that separates nothing.
    #[error("the radius of a visit lies between 0 and 0.5, got {given}")]
    Radius {
        /// The radius given.
        given: f64,
    },
    /// The integration broke off.
    #[error(transparent)]
    Integration(#[from] IntegrationError),
    /// A decomposition failed.
    #[error(transparent)]
    Decomposition(#[from] linscape_lapack::DecompositionError),
}

/// A loss this many times that of the start will not come back.
const DIVERGED: f64 = 1e6;

/// How finely the time of an event is found in a step: halvings.
const HALVINGS: usize = 40;

/// Follows a motion of the flow's weights to the end asked for, and records moments, visits, the
/// drift of what the flow conserves, and whether the loss ever rose.
///
/// # Errors
/// When the end asked for cannot be reached, or an integrator breaks off before the weights
/// diverge.
///
/// # Examples
/// One mode from amplitude 0.1 at depth 2: it passes ∅ and ends at the global minimum.
/// ```
/// use linscape_critical::{Architecture, Problem, Reduction, Spectrum};
/// use linscape_flow::{Coordinates, GradientFlow, Integrator, Method, Tolerances, Watch, follow};
/// let problem = Problem::from_spectrum(Architecture::new(vec![1, 1, 1])?, Spectrum::exact_integers(&[2]))?;
/// let reduction = Reduction::of_spectrum(problem);
/// let flow = GradientFlow::new(&reduction, Coordinates::Whitened);
/// let tolerances = Tolerances::relative(1e-9);
/// let motion = Integrator::start(&flow, Method::BackwardDifferences, tolerances, &[0.1, 0.1])?;
/// let watch = Watch { until: Some(10.0), ..Watch::default() };
/// let (problem, bases) = (reduction.problem(), reduction.bases());
/// let trajectory = follow(&flow, problem, bases, motion, &watch, &())?;
/// let visited: Vec<usize> = trajectory.visits.iter().map(|visit| visit.subset.rank()).collect();
/// assert_eq!(visited, [0, 1]);
/// // ẇ = w (2 − w²) gives w² = 2 / (1 + 199 e^{−4t}).
/// assert!((trajectory.last().modes[0] - 2.0).abs() < 1e-7);
/// assert!(trajectory.largest_increase < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn follow(
    flow: &GradientFlow,
    problem: &Problem,
    bases: &SingularBases,
    motion: impl Motion,
    watch: &Watch,
    observer: &impl TrajectoryObserver,
) -> Result<Trajectory, FollowError> {
    watch.check(problem.loss(&problem.leading(problem.maximal_rank())))?;
    Follower::new(flow, problem, bases, watch).run(motion, observer)
}

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

/// Steps between two glances.
const STEPS_BETWEEN_GLANCES: u64 = 50;

struct Follower<'f> {
    flow: &'f GradientFlow,
    problem: &'f Problem,
    bases: &'f SingularBases,
    watch: &'f Watch,
    workspace: Workspace,
    velocity: Vec<f64>,
    tracker: VisitTracker,
    recorder: Recorder,
    /// At the start.
    conserved: Option<ConservedQuantities>,
    drift: f64,
    increase: f64,
    /// `½‖Σ‖²` in the problem's loss: the unit of increases.
    energy: f64,
    steps: u64,
    /// The next multiple of `every` to keep.
    next_multiple: u64,
}

/// What is seen of a state.
struct Seen {
    sight: Sight,
    loss: f64,
}

impl<'f> Follower<'f> {
    fn new(
        flow: &'f GradientFlow,
        problem: &'f Problem,
        bases: &'f SingularBases,
        watch: &'f Watch,
    ) -> Self {
        let nearness = Nearness { radius: watch.visit_radius, target_norm: flow.target().norm() };
        Self {
            flow,
            problem,
            bases,
            watch,
            workspace: flow.workspace(),
            velocity: vec![0.0; flow.order()],
            tracker: VisitTracker::new(nearness),
            recorder: Recorder::new(watch.moments),
            conserved: None,
            drift: 0.0,
            increase: 0.0,
            energy: problem.signal_energy().max(f64::MIN_POSITIVE),
            steps: 0,
            next_multiple: 1,
        }
    }

    fn run(
        &mut self,
        mut motion: impl Motion,
        observer: &impl TrajectoryObserver,
    ) -> Result<Trajectory, FollowError> {
        let mut state = motion.state();
        let mut seen = self.look(0.0, &state)?;
        let bound = DIVERGED * (seen.loss + self.energy);
        self.tracker.see(&seen.sight, 0.0);
        self.record(&seen, &state);
        let mut ending = self.is_over(0.0, seen.loss).then_some(Ending::Finished);
        while ending.is_none() {
            motion.advance()?;
            self.steps += 1;
            let time = motion.time();
            let reached = motion.state();
            let loss = self.loss(&reached);
            if loss > bound || loss.is_nan() {
                ending = Some(Ending::Diverged { time });
                break;
            }
            state = reached;
            let mut next = self.judge(time, loss)?;
            if self.is_over(time, next.loss) {
                let end = self.end(&mut motion);
                state = motion.interpolate(end);
                next = self.look(end, &state)?;
                ending = Some(Ending::Finished);
            }
            self.keep_multiples(&mut motion, next.sight.time)?;
            let change = self.change(&mut motion, &next)?;
            self.tracker.see(&next.sight, change);
            self.increase = self.increase.max((next.loss - seen.loss) / self.energy);
            seen = next;
            ending = ending.or_else(|| self.interruption(&seen, observer));
            if self.recorder.wants_next() && self.watch.every.is_none() && ending.is_none() {
                self.record(&seen, &state);
            }
        }
        if self.steps > 0 && self.recorder.moments.last().map(|m| m.time) != Some(seen.sight.time) {
            self.record(&seen, &state);
        }
        Ok(Trajectory {
            ending: ending.unwrap_or(Ending::Finished),
            work: motion.work(),
            moments: std::mem::take(&mut self.recorder.moments),
            visits: std::mem::take(&mut self.tracker.visits),
            conservation_drift: self.drift,
            largest_increase: self.increase,
            state,
            gradient_norm: seen.sight.gradient_norm,
        })
    }

    fn is_over(&self, time: f64, loss: f64) -> bool {
        self.watch.until.is_some_and(|until| time >= until)
            || self.watch.until_loss.is_some_and(|until| loss <= until)
    }

    /// The first time in the last step at which the trajectory is over.
    fn end(&self, motion: &mut impl Motion) -> f64 {
        let (from, to) = (motion.previous_time(), motion.time());
        let to = self.watch.until.map_or(to, |until| to.min(until));
        let over = |time: f64| Ok(self.is_over(time, self.flow.loss(&motion.interpolate(time))));
        first_time(from, to, over).unwrap_or(to)
    }

    /// When, in the last step, the family near the trajectory changed.
    fn change(&self, motion: &mut impl Motion, seen: &Seen) -> Result<f64, FollowError> {
        let (from, to) = (motion.previous_time(), seen.sight.time);
        if self.tracker.continues(&seen.sight.modes) {
            return Ok(to);
        }
        first_time(from, to, |time| {
            let product = self.flow.product(&motion.interpolate(time));
            let modes = LearnedModes::of(self.problem, self.bases, &product)?;
            Ok(!self.tracker.continues(&modes))
        })
    }

    fn look(&mut self, time: f64, state: &[f64]) -> Result<Seen, FollowError> {
        let loss = self.loss(state);
        self.judge(time, loss)
    }

    /// The loss of a state, its velocity and its end-to-end map.
    fn loss(&mut self, state: &[f64]) -> f64 {
        let loss = self.workspace.velocity(self.flow, state, &mut self.velocity);
        loss + self.flow.offset()
    }

    /// What the state is whose loss was taken last.
    fn judge(&self, time: f64, loss: f64) -> Result<Seen, FollowError> {
        let product = self.workspace.layer_input(self.flow.depth());
        let modes = LearnedModes::of(self.problem, self.bases, product)?;
        let diagonal = diagonal(self.bases, product);
        let gradient_norm = norm(&self.velocity);
        Ok(Seen { sight: Sight { time, modes, diagonal, gradient_norm }, loss })
    }

    fn record(&mut self, seen: &Seen, state: &[f64]) {
        if let Ok(weights) = self.flow.weights_of(state) {
            let now = ConservedQuantities::of(&weights);
            let drift = self.conserved.get_or_insert_with(|| now.clone()).drift(&now);
            self.drift = self.drift.max(drift);
        }
        self.recorder.keep(Moment {
            time: seen.sight.time,
            loss: seen.loss,
            modes: seen.sight.diagonal.clone(),
        });
    }

    /// Keeps the moments at multiples of a time that lie in the last step.
    fn keep_multiples(&mut self, motion: &mut impl Motion, until: f64) -> Result<(), FollowError> {
        let Some(every) = self.watch.every else { return Ok(()) };
        while self.next_multiple as f64 * every < until {
            let time = self.next_multiple as f64 * every;
            let state = motion.interpolate(time);
            let seen = self.look(time, &state)?;
            self.record(&seen, &state);
            self.next_multiple += 1;
        }
        Ok(())
    }

    fn interruption(&self, seen: &Seen, observer: &impl TrajectoryObserver) -> Option<Ending> {
        if self.steps >= self.watch.most_steps {
            return Some(Ending::OutOfSteps);
        }
        if !self.steps.is_multiple_of(STEPS_BETWEEN_GLANCES) {
            return None;
        }
        let glance = Glance {
            steps: self.steps,
            time: seen.sight.time,
            loss: seen.loss,
            subset: self.tracker.present(),
        };
        observer.glance(&glance).is_break().then_some(Ending::Interrupted)
    }
}

/// `u_lᵀ W v_l`.
fn diagonal(bases: &SingularBases, product: &DMatrix<f64>) -> Vec<f64> {
    let images = multiply(product, &bases.right);
    (0..images.ncols()).map(|mode| bases.left.column(mode).dot(&images.column(mode))).collect()
}

/// The first time at which something has happened that has happened at `to`, by halving.
fn first_time(
    from: f64,
    to: f64,
    mut happened: impl FnMut(f64) -> Result<bool, FollowError>,
) -> Result<f64, FollowError> {
    let (mut before, mut after) = (from, to);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (before + after);
        if middle <= before || middle >= after {
            break;
        }
        if happened(middle)? { after = middle } else { before = middle }
    }
    Ok(after)
}
