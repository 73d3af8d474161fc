//! Trajectories: gradient flow and descent from given starts.

use super::apart::apart;
use super::measured::{Restoring, in_natural_units, measured, state_here};
use super::with_biases::{check_for_biases, for_size, start_with_biases};
use crate::ask::{Matrices, check_widths, with_first_bias};
use crate::{FlowOptions, Mover, MovingIn, StatedProblem, TaskError};
use linscape_critical::{NaturalUnits, Problem, RandomStream};
use linscape_flow::{
    Coordinates, Families, FollowError, Foresight, GradientDescent, GradientFlow, Initialisation,
    IntegrationError, Integrator, Method, Motion, PlainFamilies, Tolerances, Trajectory,
    TrajectoryObserver, Watch, follow_among, smallest_strength, step_limit,
};
use linscape_formats::{
    OptionName, ReadWeights, SeenCheckpoint, TrajectoryDocument, TrajectoryOrigin,
};
use linscape_network::{Reduction, Weights};
use nalgebra::DMatrix;

/// A trajectory with what was asked for.
#[derive(Debug, Clone)]
pub struct FlowRun {
    /// What happened.
    pub trajectory: Trajectory,
    /// The coordinates in which the weights moved.
    pub coordinates: Coordinates,
    /// The problem in the convention asked for, and the way back to the data.
    pub reduction: Reduction,
    /// `2/λ_max` at the balanced global minimum; none where it was not found.
    pub step_limit: Option<f64>,
    /// What the options came to.
    pub(super) used: Used,
    /// What the initial `W_1` does to input directions without data, which never moves.
    pub(super) unseen: Option<DMatrix<f64>>,
}

/// The options as they were used.
#[derive(Debug, Clone)]
pub(super) enum Used {
    Computed {
        options: Box<FlowOptions>,
        tolerances: Option<Tolerances>,
        descent: Option<(f64, Option<usize>)>,
        drift_tolerance: Option<f64>,
    },
    Given {
        seen: Vec<SeenCheckpoint>,
        visit_radius: f64,
        learning_rate: Option<f64>,
    },
}

/// The default batch.
const BATCH: usize = 32;

/// The default relative tolerance.
const RTOL: f64 = 1e-8;

/// The same of a prediction: what it leaves out is larger.
const PREDICTED_RTOL: f64 = 1e-6;

/// How close to the least loss a flow without a stated end goes, relative to the signal energy.
const ARRIVED: f64 = 1e-8;

/// The same relative to what the least of the modes that fit gives: the mode is learned to 1 %.
const LEARNED: f64 = 1e-4;

/// At most this instead where errors of the tolerance's size would hide more: the mode is learned to 10 %.
const BARELY_LEARNED: f64 = 1e-2;

/// Errors are some times the tolerance: this often, squared.
const JITTER: f64 = 10.0;

/// Rounding of losses, relative to the least.
const ROUNDING: f64 = 1e-14;

/// Follows gradient flow or descent; `given` are the weights of `file:…`.
///
/// # Errors
/// When options do not go together or with the problem, or the integration breaks off.
///
/// # Examples
/// ```
/// use linscape::{FlowOptions, ProblemOptions, run_flow};
/// let options = ProblemOptions {
///     sigma: Some("2,1".to_owned()),
///     widths: Some("2,2,2,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let run = run_flow(&options.state()?, &FlowOptions::starting("balanced:1e-2"), None, &())?;
/// let visited: Vec<usize> = run.trajectory.visits.iter().map(|visit| visit.subset.rank()).collect();
/// assert_eq!(visited, [0, 1, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn run_flow(
    stated: &StatedProblem,
    options: &FlowOptions,
    given: Option<&ReadWeights>,
    observer: &impl TrajectoryObserver,
) -> Result<FlowRun, TaskError> {
    options.check()?;
    // The state, its past, and the frames that follow it.
    Matrices { weights: 24, squares: 4, products: 0 }.check(&stated.problem)?;
    let reduction = reduction_of(stated)?;
    check_for_biases(&reduction, options)?;
    let coordinates = coordinates(&reduction, options.coordinates);
    let (measured, units) = measured(&reduction, coordinates, options);
    let target = measured.target();
    let flow = GradientFlow::new(&measured, coordinates);
    let options = &for_size(&flow, options)?;
    let (state, unseen) = start(stated, &reduction, coordinates, (options, given))?;
    let state = state_here(state, units);
    let limit = step_limit(&flow, target).ok();
    let asked = in_natural_units(options, units);
    let watch = watch(&measured, &asked);
    let families = PlainFamilies { target: target.clone() };
    let follow_by =
        Start { stated, reduction: &measured, flow: &flow, families, state, limit, watch, units };
    let observer = &Restoring { to: observer, units };
    let (trajectory, tolerances, descent) = follow_by.run(&asked, observer)?;
    let trajectory = trajectory.restored(units);
    let tolerances =
        tolerances.map(|given| Tolerances { absolute: units.weight(given.absolute), ..given });
    let descent = descent.map(|(step, batch)| (units.time(step), batch));
    let limit = limit.map(|step| units.time(step));
    let rtol = tolerances.map(|tolerances: Tolerances| tolerances.relative);
    let rtol = rtol.filter(|_| !options.predict);
    let drift_tolerance = rtol.map(|rtol| options.drift_tolerance.unwrap_or(1e3 * rtol));
    let options = Box::new(options.clone());
    let used = Used::Computed { options, tolerances, descent, drift_tolerance };
    Ok(FlowRun { trajectory, coordinates, step_limit: limit, used, unseen, reduction })
}

/// The first state in the problem's own units, and what its `W_1` does to input directions without data.
fn start(
    stated: &StatedProblem,
    reduction: &Reduction,
    coordinates: Coordinates,
    (options, given): (&FlowOptions, Option<&ReadWeights>),
) -> Result<(Vec<f64>, Option<DMatrix<f64>>), TaskError> {
    let flow = GradientFlow::new(reduction, coordinates);
    if let (Some(file), Some(read)) = (options.initial_file(), given) {
        check_widths(stated, file, read)?;
        if !stated.has_bases() {
            return Err(TaskError::NeedsBases { what: "singular bases" });
        }
        let weights = stated.as_matrices(&read.weights)?;
        let unseen = unseen_part(reduction, &weights).filter(|_| !flow.has_biases());
        return Ok((state_in_data(&flow, reduction, &weights)?, unseen));
    }
    let mut stream = RandomStream::new(options.seed, "initial weights");
    let initial = options.initialisation(reduction.problem())?;
    let matrices = GradientFlow::of_matrices(reduction, coordinates);
    let state = initial.state(&matrices, reduction.target(), &mut stream)?;
    if !flow.has_biases() {
        return Ok((state, None));
    }
    let is_near = matches!(initial, Initialisation::Near { .. });
    Ok((start_with_biases(&flow, reduction, &matrices.whitened(&state)?, is_near)?, None))
}

impl FlowRun {
    /// The record that the formats write.
    #[must_use]
    pub fn record<'a>(&'a self, stated: &'a StatedProblem) -> TrajectoryDocument<'a> {
        let (origin, visit_radius, drift_tolerance) = match &self.used {
            Used::Given { seen, visit_radius, learning_rate } => {
                let origin = TrajectoryOrigin::Given { seen, learning_rate: *learning_rate };
                (origin, *visit_radius, None)
            }
            Used::Computed { options, tolerances, descent, drift_tolerance } => {
                let origin = TrajectoryOrigin::Computed {
                    initial: &options.init,
                    seed: options.seed,
                    method: options.mover().name(),
                    tolerances: tolerances.map(|given| (given.relative, given.absolute)),
                    descent: *descent,
                    step_limit: self.step_limit,
                    learning_rate: options.learning_rate,
                    predicted: options.predict,
                };
                (origin, options.radius, *drift_tolerance)
            }
        };
        TrajectoryDocument {
            problem: self.reduction.problem(),
            source: stated.source.as_ref(),
            trajectory: &self.trajectory,
            coordinates: self.coordinates,
            origin,
            visit_radius,
            drift_tolerance,
        }
    }

    /// What each checkpoint is, of a run that was traced; empty of one that was computed.
    #[must_use]
    pub fn seen(&self) -> &[SeenCheckpoint] {
        match &self.used {
            Used::Given { seen, .. } => seen,
            Used::Computed { .. } => &[],
        }
    }

    /// The last weights, in the data's coordinates, with their biases.
    ///
    /// # Errors
    /// When they are not finite.
    pub fn weights(&self) -> Result<Weights, TaskError> {
        let flow = GradientFlow::new(&self.reduction, self.coordinates);
        if flow.has_biases() {
            return Ok(flow.weights_of(&self.trajectory.state)?);
        }
        let mut matrices = flow.whitened(&self.trajectory.state)?.matrices().to_vec();
        matrices[0] = self.reduction.unwhiten(&matrices[0]);
        if let Some(unseen) = &self.unseen {
            matrices[0] += unseen;
        }
        with_first_bias(self.reduction.problem(), Weights::new(matrices)?)
    }
}

/// A trajectory about to begin.
pub(super) struct Start<'a, F> {
    pub(super) stated: &'a StatedProblem,
    pub(super) reduction: &'a Reduction,
    pub(super) flow: &'a GradientFlow,
    pub(super) families: F,
    pub(super) state: Vec<f64>,
    pub(super) limit: Option<f64>,
    pub(super) watch: Watch,
    /// Those in which all of this is.
    pub(super) units: NaturalUnits,
}

/// The trajectory, the tolerances of a flow, step and batch of a descent.
pub(super) type Followed = (Trajectory, Option<Tolerances>, Option<(f64, Option<usize>)>);

impl<F: Families + Clone + Send + 'static> Start<'_, F> {
    pub(super) fn run(
        self,
        options: &FlowOptions,
        observer: &impl TrajectoryObserver,
    ) -> Result<Followed, TaskError> {
        let (flow, units) = (self.flow, self.units);
        if let Mover::Flow(method) = options.mover() {
            let usual = if options.predict { PREDICTED_RTOL } else { RTOL };
            let relative = options.rtol.unwrap_or(usual);
            let mut tolerances = Tolerances::relative(relative);
            tolerances.absolute = match options.atol {
                Some(given) => given,
                None => tolerances.absolute * weights_size(flow, &self.state)?,
            };
            if options.predict {
                let target = self.reduction.target();
                let motion = Foresight::start(flow, target, tolerances, &self.state)
                    .map_err(|error| error.restored(units))?;
                let (families, bases) = (&self.families, target.bases());
                let trajectory = follow_among(flow, families, bases, motion, &self.watch, observer)
                    .map_err(|error| error.restored(units))?;
                return Ok((trajectory, Some(tolerances), None));
            }
            let state = self.state.clone();
            let begin =
                move |flow: &GradientFlow| Ok(Integrator::start(flow, method, tolerances, &state)?);
            let trajectory = self.follow(begin, observer)?;
            return Ok((trajectory, Some(tolerances), None));
        }
        let half = self.limit.filter(|limit| limit.is_finite()).map(|limit| 0.5 * limit);
        let step = options.step.or(half).unwrap_or(1.0);
        let mut motion = GradientDescent::new(flow, self.state.clone(), step)
            .map_err(|error| error.restored(units))?;
        let mut batch = None;
        if options.mover() == Mover::Stochastic {
            let data = self
                .stated
                .data()
                .filter(|data| data.has_samples())
                .ok_or(TaskError::NeedsData { option: OptionName::Method, value: "sgd" })?;
            let size = options.batch.unwrap_or(BATCH.min(data.samples()));
            let stream = RandomStream::new(options.seed, "batches");
            motion = motion.on_batches(self.reduction, data, size, stream)?;
            batch = Some(size);
        }
        let trajectory = self.follow(move |_| Ok(motion), observer)?;
        Ok((trajectory, None, Some((step, batch))))
    }

    /// Follows a motion, on a thread of its own where its steps may be long.
    fn follow<M: Motion>(
        &self,
        begin: impl FnOnce(&GradientFlow) -> Result<M, FollowError> + Send + 'static,
        observer: &impl TrajectoryObserver,
    ) -> Result<Trajectory, TaskError> {
        let (flow, families) = (self.flow.clone(), self.families.clone());
        let (target, watch) = (self.reduction.target().clone(), self.watch.clone());
        let loss = flow.loss(&self.state);
        let followed = apart(flow.order(), loss, observer, move |observer| {
            let motion = begin(&flow)?;
            follow_among(&flow, &families, target.bases(), motion, &watch, &observer)
        });
        let followed = followed.ok_or(TaskError::Interrupted)?;
        Ok(followed.map_err(|error| error.restored(self.units))?)
    }
}

pub(crate) fn reduction_of(stated: &StatedProblem) -> Result<Reduction, TaskError> {
    // The flow from random weights is the same in all singular bases.
    let standard = || Reduction::of_spectrum(stated.problem.clone());
    Ok(stated.in_convention()?.unwrap_or_else(standard))
}

pub(crate) fn coordinates(reduction: &Reduction, moving_in: MovingIn) -> Coordinates {
    let is_white = reduction.stretches().is_none() && reduction.means().is_none();
    if moving_in == MovingIn::Whitened || is_white {
        Coordinates::Whitened
    } else {
        Coordinates::Data
    }
}

/// Weights in the data's coordinates as a state of the flow.
pub(crate) fn state_in_data(
    flow: &GradientFlow,
    reduction: &Reduction,
    weights: &Weights,
) -> Result<Vec<f64>, TaskError> {
    if flow.has_biases() {
        return Ok(flow.state_of(weights)?);
    }
    let mut matrices = weights.matrices().to_vec();
    matrices[0] = reduction.whiten(&matrices[0]);
    Ok(flow.state_of_whitened(Weights::new(matrices)?.matrices()))
}

pub(super) fn unseen_part(reduction: &Reduction, weights: &Weights) -> Option<DMatrix<f64>> {
    let first = &weights.matrices()[0];
    let seen = reduction.unwhiten(&reduction.whiten(first));
    (reduction.problem().input_rank() < first.ncols()).then(|| first - seen)
}

/// What an absolute tolerance is measured in: the size of the smallest weights, which decide when a saddle is left, and
/// no more than that of a layer that has learned.
fn weights_size(flow: &GradientFlow, state: &[f64]) -> Result<f64, TaskError> {
    // Without biases the units are those of the problem already.
    let natural = if flow.has_biases() { flow.natural_length() } else { 1.0 };
    let least = smallest_strength(flow, state).map_err(IntegrationError::from)?;
    // A tolerance is a positive number.
    Ok(least.unwrap_or(natural).min(natural).max(1e16 * f64::MIN_POSITIVE))
}

/// What an explicit method leaves of the loss at a minimum, where stability bounds its steps and its errors stay of the
/// size of the tolerance: every layer is wrong by it, and the map by `h` times as much.
fn jitter(problem: &Problem, options: &FlowOptions) -> f64 {
    if options.mover() != Mover::Flow(Method::Explicit) {
        return 0.0;
    }
    let error = problem.architecture().depth() as f64 * options.rtol.unwrap_or(RTOL);
    JITTER * error * error * problem.signal_energy()
}

fn watch(reduction: &Reduction, options: &FlowOptions) -> Watch {
    let problem = reduction.problem();
    let arrived = || {
        let least = problem.loss(&problem.leading(problem.maximal_rank()));
        let rank = problem.maximal_rank();
        let Some(last) = rank.checked_sub(1) else {
            // With nothing to learn there is no scale.
            return least + ARRIVED;
        };
        let given = problem.loss(&problem.leading(last)) - least;
        let signal = ARRIVED * problem.signal_energy();
        let jitter = jitter(problem, options).min(BARELY_LEARNED * given);
        least + signal.min(LEARNED * given).max(jitter).max(ROUNDING * least)
    };
    let open = options.until.is_none() && options.until_loss.is_none();
    Watch {
        until: options.until,
        until_loss: options.until_loss.or_else(|| open.then(arrived)),
        most_steps: options.max_steps,
        moments: options.points,
        every: options.every,
        visit_radius: options.radius,
        foresees: !options.predict,
    }
}
