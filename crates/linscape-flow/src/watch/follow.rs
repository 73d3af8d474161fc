//! Follows a trajectory and watches what it passes.

use crate::motion::{norm, told_modes};
use crate::watch::{
    MOST_MOMENTS, Nearness, PlainFamilies, Recorder, Sight, VisitTracker, diagonal, first_time,
    usual_gradient,
};
use crate::{
    ConservedQuantities, Ending, Families, FollowError, GradientFlow, Moment, Motion, Trajectory,
    TrajectoryObserver, Watch, Workspace,
};
use linscape_network::{SingularBases, Target};

/// A loss this many times that of the start will not come back.
const DIVERGED: f64 = 1e6;

/// A gradient, relative to that of weights as far away as Σ is large, which is rounding.
const AT_REST: f64 = 1e-12;

/// A time, in units of the fastest rate, after which amplitudes of the size of rounding have left a
/// saddle of order 3.
const LONG: f64 = 1e18;

/// Follows a motion of the flow's weights to the end asked for, and records moments, visits, the
/// drift of what the flow conserves, and whether the loss ever rose.
///
/// # Errors
/// When the end asked for cannot be reached, or the first step cannot be taken. An integrator that
/// breaks off later ends the trajectory there ([`Ending::BrokenOff`]).
///
/// # Examples
/// One mode from amplitude 0.1 at depth 2: it passes ∅ and ends at the global minimum.
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum};
/// use linscape_network::Reduction;
/// use linscape_flow::{Coordinates, GradientFlow, Integrator, Method, Tolerances, Watch};
/// use linscape_flow::follow;
/// let problem = Problem::from_spectrum(Architecture::new(vec![1, 1, 1])?, Spectrum::exact_integers(&[2]))?;
/// let reduction = Reduction::of_spectrum(problem);
/// let flow = GradientFlow::new(&reduction, Coordinates::Whitened);
/// let tolerances = Tolerances::relative(1e-9);
/// let motion = Integrator::start(&flow, Method::BackwardDifferences, tolerances, &[0.1, 0.1])?;
/// let watch = Watch { until: Some(10.0), ..Watch::default() };
/// let target = reduction.target();
/// let trajectory = follow(&flow, target, motion, &watch, &())?;
/// let visited: Vec<usize> = trajectory.visits.iter().map(|visit| visit.subset.rank()).collect();
/// assert_eq!(visited, [0, 1]);
/// // ẇ = w (2 − w²) gives w² = 2 / (1 + 199 e^{−4t}).
/// assert!((trajectory.last().modes[0] - 2.0).abs() < 1e-7);
/// assert!(trajectory.largest_increase < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn follow(
    flow: &GradientFlow,
    target: &Target,
    motion: impl Motion,
    watch: &Watch,
    observer: &impl TrajectoryObserver,
) -> Result<Trajectory, FollowError> {
    let families = PlainFamilies { target: target.clone() };
    follow_among(flow, &families, target.bases(), motion, watch, observer)
}

/// Follows a motion among other families, such as those of a loss with weight decay.
///
/// # Errors
/// As [`follow`].
pub fn follow_among(
    flow: &GradientFlow,
    families: &impl Families,
    bases: &SingularBases,
    motion: impl Motion,
    watch: &Watch,
    observer: &impl TrajectoryObserver,
) -> Result<Trajectory, FollowError> {
    watch.check(families.least(), families.energy(), families.has_rests())?;
    Follower::new(flow, families, bases, watch).run(motion, observer)
}

pub(super) struct Follower<'f, F> {
    pub(super) flow: &'f GradientFlow,
    families: &'f F,
    bases: &'f SingularBases,
    pub(super) watch: &'f Watch,
    workspace: Workspace,
    velocity: Vec<f64>,
    pub(super) tracker: VisitTracker,
    pub(super) recorder: Recorder,
    /// At the start.
    conserved: Option<ConservedQuantities>,
    pub(super) drift: f64,
    pub(super) increase: f64,
    /// `½‖Σ‖²` in the problem's loss, or what is lost at the start where Σ = 0: the unit of
    /// increases.
    energy: f64,
    pub(super) steps: u64,
    /// The next multiple of `every` to keep.
    next_multiple: u64,
    /// The state of the present visit that was closest, where stays are foreseen.
    closest: Vec<f64>,
}

/// What is seen of a state.
pub(super) struct Seen {
    pub(super) sight: Sight,
    pub(super) loss: f64,
}

impl<'f, F: Families> Follower<'f, F> {
    fn new(
        flow: &'f GradientFlow,
        families: &'f F,
        bases: &'f SingularBases,
        watch: &'f Watch,
    ) -> Self {
        let nearness = Nearness { radius: watch.visit_radius, target_norm: flow.signal_norm() };
        Self {
            flow,
            families,
            bases,
            watch,
            workspace: flow.workspace(),
            velocity: vec![0.0; flow.order()],
            tracker: VisitTracker::new(nearness),
            recorder: match watch.every {
                Some(_) => Recorder::keeping_all(),
                None => Recorder::new(watch.moments),
            },
            conserved: None,
            drift: 0.0,
            increase: 0.0,
            energy: families.energy(),
            steps: 0,
            next_multiple: 1,
            closest: Vec::new(),
        }
    }

    fn run(
        &mut self,
        mut motion: impl Motion,
        observer: &impl TrajectoryObserver,
    ) -> Result<Trajectory, FollowError> {
        let mut state = motion.state();
        if !self.flow.loss(&state).is_finite() {
            return Err(FollowError::StartOverflows);
        }
        let mut seen = self.look(0.0, &state)?;
        if self.energy <= 0.0 {
            self.energy = (seen.loss - self.flow.offset()).max(f64::MIN_POSITIVE);
        }
        let bound = DIVERGED * (seen.loss + self.energy);
        self.see(&seen.sight, &state, 0.0)?;
        self.record(&seen, &state);
        let mut ending = self.is_over(0.0, seen.loss).then_some(Ending::Finished);
        if ending.is_none() && self.watch.most_steps == 0 {
            ending = Some(Ending::OutOfSteps);
        }
        while ending.is_none() {
            if let Err(error) = motion.advance() {
                if self.steps == 0 {
                    return Err(error.into());
                }
                // What was seen by then is kept.
                ending = Some(Ending::BrokenOff);
                break;
            }
            self.steps += 1;
            let time = motion.time();
            let reached = motion.state();
            let loss = self.loss(&reached);
            if loss > bound || loss.is_nan() {
                // The loss of gradient flow never rises: there it is the integrator that gave up.
                let is_flow = motion.is_continuous();
                ending = Some(if is_flow { Ending::BrokenOff } else { Ending::Diverged { time } });
                break;
            }
            state = reached;
            let mut next = self.judge(time, loss)?;
            if self.is_over(time, next.loss) && !motion.is_continuous() {
                ending = Some(Ending::Finished);
            } else if self.is_over(time, next.loss) {
                let end = self.end(&mut motion);
                state = motion.interpolate(end);
                next = self.look(end, &state)?;
                ending = Some(Ending::Finished);
            }
            self.keep_multiples(&mut motion, next.sight.time)?;
            let change = self.change(&mut motion, &next)?;
            self.see(&next.sight, &state, change)?;
            self.increase = self.increase.max((next.loss - seen.loss) / self.energy);
            seen = next;
            if self.is_at_rest(&seen, &state) {
                ending = ending.or(Some(Ending::AtRest));
            }
            ending = ending.or_else(|| self.tell(&seen, &state, &motion, observer));
            if self.recorder.wants_next() && self.watch.every.is_none() && ending.is_none() {
                self.record(&seen, &state);
            }
        }
        if self.steps > 0 && self.recorder.moments.last().map(|m| m.time) != Some(seen.sight.time) {
            self.record(&seen, &state);
        }
        let moments = std::mem::take(&mut self.recorder.moments);
        let ending = ending.unwrap_or(Ending::Finished);
        Ok(Trajectory { moments, ..self.trajectory(ending, &seen, state, motion.work()) })
    }

    /// Whether the weights no longer move but for rounding, which carries them away from where they
    /// rest in the end.
    fn is_at_rest(&self, seen: &Seen, state: &[f64]) -> bool {
        let rest = match self.tracker.present() {
            Some(family) => self.families.rest(family),
            None => self.families.rest_elsewhere(),
        };
        if rest.is_some_and(|rest| seen.sight.gradient_norm <= rest) {
            return true;
        }
        if self.flow.waits_for_biases(state) {
            return true;
        }
        let depth = self.flow.depth() as f64;
        let sigma = self.flow.signal_norm();
        let rate = self.flow.factor() * sigma.powf(2.0 * (depth - 1.0) / depth);
        seen.sight.time * rate > LONG
            && seen.sight.gradient_norm <= AT_REST * usual_gradient(self.flow, state)
    }

    fn is_over(&self, time: f64, loss: f64) -> bool {
        // Three steps of 0.1 end at 0.3, whichever way they are added.
        let reached = |until: f64| time >= until * (1.0 - 4.0 * f64::EPSILON);
        self.watch.until.is_some_and(reached)
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
        if self.tracker.continues(&seen.sight.near) {
            return Ok(to);
        }
        first_time(from, to, |time| {
            let product = self.flow.product(&motion.interpolate(time));
            Ok(!self.tracker.continues(&self.families.nearest(&product)?))
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
        let product = self.workspace.product(self.flow);
        let near = self.families.nearest(&product)?;
        let diagonal = diagonal(self.bases, &product);
        let gradient_norm = norm(&self.velocity);
        Ok(Seen { sight: Sight { time, near, diagonal, gradient_norm }, loss })
    }

    fn record(&mut self, seen: &Seen, state: &[f64]) {
        if let Ok(weights) = self.flow.weights_of(state) {
            let now = ConservedQuantities::of(&weights);
            let length = self.flow.natural_length();
            let drift = self.conserved.get_or_insert_with(|| now.clone()).drift(&now, length);
            self.drift = self.drift.max(drift);
        }
        self.recorder.keep(Moment {
            time: seen.sight.time,
            loss: seen.loss,
            modes: seen.sight.diagonal.clone(),
        });
    }

    /// Tells the tracker, and foresees the rest of a visit that ends.
    fn see(&mut self, sight: &Sight, state: &[f64], change: f64) -> Result<(), FollowError> {
        if !self.watch.foresees {
            self.tracker.see(sight, change);
            return Ok(());
        }
        if self.tracker.present().is_some() && !self.tracker.continues(&sight.near) {
            let radius = self.watch.visit_radius;
            let rest = self.families.remaining_stay(self.flow, &self.closest, radius)?;
            self.tracker.foresee(rest, told_modes(self.flow, &self.closest)?);
        }
        self.tracker.see(sight, change);
        if self.tracker.present().is_some()
            && self.tracker.visits.last().map(|visit| visit.closest) == Some(sight.time)
        {
            self.closest.clear();
            self.closest.extend_from_slice(state);
        }
        Ok(())
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
            if self.next_multiple > MOST_MOMENTS as u64 {
                return Err(FollowError::TooManyMoments { every, until, most: MOST_MOMENTS });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Coordinates, IntegrationError, Work};
    use linscape_critical::{Architecture, Problem, Spectrum};
    use linscape_network::Reduction;

    /// A motion that takes two steps and then gives up.
    struct Weary(u64);

    impl Motion for Weary {
        fn advance(&mut self) -> Result<(), IntegrationError> {
            self.0 += 1;
            if self.0 > 2 { Err(IntegrationError::StepTooSmall { time: 2.0 }) } else { Ok(()) }
        }

        fn time(&self) -> f64 {
            self.0 as f64
        }

        fn previous_time(&self) -> f64 {
            self.0.saturating_sub(1) as f64
        }

        fn state(&self) -> Vec<f64> {
            vec![0.1 * self.0 as f64 + 0.1; 2]
        }

        fn interpolate(&mut self, _time: f64) -> Vec<f64> {
            self.state()
        }

        fn work(&self) -> Work {
            Work { steps: self.0, ..Work::default() }
        }
    }

    #[test]
    fn what_was_seen_before_an_integrator_gave_up_is_kept() {
        let network = Architecture::new(vec![1, 1, 1]).expect("widths");
        let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2]));
        let reduction = Reduction::of_spectrum(problem.expect("fits"));
        let flow = GradientFlow::new(&reduction, Coordinates::Whitened);
        let watch = Watch { until: Some(10.0), ..Watch::default() };
        let target = reduction.target();
        let found = follow(&flow, target, Weary(0), &watch, &()).expect("two steps");
        assert_eq!((found.ending, found.ending.name()), (Ending::BrokenOff, "incomplete"));
        assert_eq!(found.moments.len(), 3);
        assert!((found.last().time - 2.0).abs() < 1e-15);
        // Nothing was seen when the first step fails.
        assert!(follow(&flow, target, Weary(2), &watch, &()).is_err());
    }
}
