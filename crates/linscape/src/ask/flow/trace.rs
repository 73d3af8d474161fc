//! Training runs that somebody else made, as checkpoints.

use linscape_critical::NaturalUnits;
use linscape_flow::{
    Checkpoints, Ending, Glance, GradientFlow, TrajectoryObserver, Watch, follow, remaining_stay,
};
use linscape_formats::{ReadWeights, SeenCheckpoint, nearest_time};
use linscape_network::{LearnedModes, Reduction};
use linscape_points::{Diagnosis, DiagnosisOptions, HessianMethod, Nearby};

use super::measured::{Restoring, in_units_of};
use super::trajectories::{FlowRun, Used, coordinates, reduction_of, state_in_data};
use crate::ask::{check_weights, check_widths};
use crate::{CheckpointError, FlowOptionError, MovingIn, StatedProblem, TaskError};

/// One set of weights of a run.
#[derive(Debug, Clone)]
pub struct Checkpoint {
    /// The step, or the time, at which it was saved.
    pub step: f64,
    /// Its file, or what it is called.
    pub file: String,
    /// The weights.
    pub read: ReadWeights,
}

/// How a run is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TraceOptions {
    /// How near to a family a visit is, in shares of the singular values and of `‖Σ‖`.
    pub radius: f64,
    /// The time of a step: with it, times are steps times this, without it the steps themselves.
    pub learning_rate: Option<f64>,
    /// Whether the learning coefficient of every checkpoint's own function is wanted.
    pub learning: bool,
}

impl Default for TraceOptions {
    fn default() -> Self {
        Self { radius: 0.1, learning_rate: None, learning: false }
    }
}

/// Analyses the checkpoints of a training run, in the data's coordinates: the saddles it visited, and
/// what each checkpoint is near.
///
/// # Errors
/// When there is no checkpoint, steps do not increase, the learning rate is no positive number, the problem
/// has no bases, or weights do not fit it.
///
/// # Complexity
/// A few products of matrices a checkpoint; with learning coefficients the singular values of all partial
/// products as well.
///
/// # Examples
/// ```
/// use linscape::{Checkpoint, ProblemOptions, RepresentOptions, StatedFamily, TraceOptions, represent, trace};
/// use linscape_formats::ReadWeights;
/// let options = ProblemOptions {
///     sigma: Some("2,1".to_owned()),
///     widths: Some("2,2,2,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let stated = options.state()?;
/// let mut run = Vec::new();
/// for (step, subset) in [(0.0, ""), (300.0, "1"), (900.0, "1,2")] {
///     let family = StatedFamily::new(stated.clone(), subset)?;
///     let weights = represent(&family, &RepresentOptions::default())?.weights;
///     let names = ["W1", "W2", "W3"].map(str::to_owned).to_vec();
///     let read = ReadWeights { weights, names, dtype_epsilon: f64::EPSILON, notes: vec![] };
///     run.push(Checkpoint { step, file: format!("step{step}"), read });
/// }
/// let options = TraceOptions { learning_rate: Some(0.1), ..TraceOptions::default() };
/// let found = trace(&stated, &run, options, &())?;
/// assert_eq!(found.trajectory.visits[1].enter, 30.0); // 0.1 · 300
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn trace(
    stated: &StatedProblem,
    checkpoints: &[Checkpoint],
    options: TraceOptions,
    observer: &impl TrajectoryObserver,
) -> Result<FlowRun, TaskError> {
    if !stated.has_bases() {
        return Err(TaskError::NeedsBases { what: "singular bases" });
    }
    let times = times(checkpoints, options.learning_rate)?;
    let reduction = reduction_of(stated)?;
    let coordinates = coordinates(&reduction, MovingIn::Data);
    let (measured, units) = in_units_of(&reduction, coordinates);
    let flow = GradientFlow::new(&measured, coordinates);
    let state = |checkpoint: &Checkpoint| {
        check_widths(stated, &checkpoint.file, &checkpoint.read)?;
        let weights = stated.as_matrices(&checkpoint.read.weights)?;
        state_in_data(&flow, &measured, &weights.map(|entry| units.weight_here(entry)))
    };
    let states = checkpoints.iter().map(state).collect::<Result<Vec<_>, TaskError>>()?;
    // Later ones may have diverged; from the first there must be something to follow.
    check_weights(stated, &checkpoints[0].file, &checkpoints[0].read)?;
    // The first checkpoint is time 0 of the motion.
    let since = times.iter().map(|time| units.time_here(time - times[0]));
    let run = Checkpoints::new(since.zip(states.iter().cloned()).collect());
    let until = Some(run.end());
    let moments = checkpoints.len();
    let watch = Watch { until, moments, visit_radius: options.radius, ..Watch::default() };
    let restoring = Restoring { to: observer, units };
    let followed = follow(&flow, measured.target(), run, &watch, &restoring)?;
    let mut trajectory = followed.restored(units);
    trajectory.shift(times[0]);
    let TraceOptions { learning, radius, .. } = options;
    let look = Look {
        stated,
        reduction: &reduction,
        measured: &measured,
        units,
        flow: &flow,
        learning,
        radius,
    };
    // Of visits that ended: when they were closest, as moments of the trajectory say it.
    let left = trajectory.visits.iter().filter(|visit| visit.leave.is_some());
    let closest: Vec<usize> =
        left.filter_map(|visit| nearest_time(times.iter().copied(), visit.closest)).collect();
    let mut seen = Vec::with_capacity(checkpoints.len());
    for (position, (checkpoint, state)) in checkpoints.iter().zip(&states).enumerate() {
        let is_closest = closest.contains(&position);
        let at = look.at(checkpoint, times[position], state, is_closest)?;
        let (steps, time, loss) = (seen.len() as u64, at.time, at.loss);
        seen.push(at);
        if observer.glance(&Glance { steps, time, loss, subset: None }).is_break() {
            trajectory.ending = Ending::Interrupted;
            break;
        }
    }
    let (visit_radius, learning_rate) = (options.radius, options.learning_rate);
    let used = Used::Given { seen, visit_radius, learning_rate };
    Ok(FlowRun { trajectory, coordinates, step_limit: None, used, unseen: None, reduction })
}

/// The times of checkpoints.
pub(super) fn times(
    checkpoints: &[Checkpoint],
    learning_rate: Option<f64>,
) -> Result<Vec<f64>, TaskError> {
    if checkpoints.is_empty() {
        return Err(CheckpointError::None.into());
    }
    if let Some(given) = learning_rate.filter(|rate| !(*rate > 0.0 && rate.is_finite())) {
        return Err(FlowOptionError::LearningRate { given }.into());
    }
    let times: Vec<f64> =
        checkpoints.iter().map(|at| at.step * learning_rate.unwrap_or(1.0)).collect();
    if let Some(at) = times.iter().position(|time| !time.is_finite()) {
        return Err(CheckpointError::NotFinite { step: checkpoints[at].step }.into());
    }
    match (1..times.len()).find(|&at| times[at - 1] >= times[at]) {
        Some(at) => Err(CheckpointError::Falls {
            before: checkpoints[at - 1].step,
            after: checkpoints[at].step,
        }
        .into()),
        None => Ok(times),
    }
}

/// What a checkpoint is looked at with.
struct Look<'a> {
    stated: &'a StatedProblem,
    reduction: &'a Reduction,
    /// The same in natural units.
    measured: &'a Reduction,
    units: NaturalUnits,
    flow: &'a GradientFlow,
    learning: bool,
    radius: f64,
}

impl Look<'_> {
    fn at(
        &self,
        checkpoint: &Checkpoint,
        time: f64,
        state: &[f64],
        is_closest: bool,
    ) -> Result<SeenCheckpoint, TaskError> {
        let (target, units) = (self.measured.target(), self.units);
        let loss = units.loss(self.flow.loss(state));
        let file = checkpoint.file.clone();
        let mut seen = SeenCheckpoint {
            step: checkpoint.step,
            gradient_norm: units.gradient(self.flow.gradient_norm(state)),
            near: None,
            remaining_stay: None,
            learning: None,
            file,
            time,
            loss,
        };
        if !loss.is_finite() {
            return Ok(seen);
        }
        let modes = LearnedModes::of(target, &self.flow.product(state))?;
        seen.near = Some(Nearby::of(target.problem(), &modes).restored(units));
        if is_closest {
            let stay = remaining_stay(self.flow, target, state, self.radius)?;
            seen.remaining_stay = stay.map(|time| units.time(time));
        }
        if self.learning {
            let options = DiagnosisOptions {
                dtype_epsilon: checkpoint.read.dtype_epsilon,
                hessian: Some(HessianMethod::Skip),
                ..DiagnosisOptions::default()
            };
            let weights = self.stated.as_matrices(&checkpoint.read.weights)?;
            let found = Diagnosis::of(self.reduction, &weights, &options, &());
            let file = || checkpoint.file.clone();
            let found = found.map_err(|fault| TaskError::Diagnosis { file: file(), fault })?;
            seen.learning = Some(found.given.learning_coefficient().map_err(Clone::clone));
        }
        Ok(seen)
    }
}
