//! Training runs with weight decay that somebody else made, as checkpoints.

use super::decayed_flow::DecayedFlowRun;
use super::families::DecayedFamilies;
use super::measured::{Restoring, in_units_of};
use super::scene::{Field, Ground};
use super::trace::times;
use super::trajectories::{FlowRun, Used, coordinates, reduction_of, state_in_data, unseen_part};
use crate::ask::{check_weights, check_widths};
use crate::{Checkpoint, FlowOptionError, MovingIn, StatedDecay, TaskError, TraceOptions};
use linscape_critical::{NaturalUnits, euclidean_length};
use linscape_decay::Word;
use linscape_flow::{
    Checkpoints, Families, GradientFlow, NearFamily, TrajectoryObserver, Watch, follow_among,
};
use linscape_formats::SeenCheckpoint;
use linscape_network::Reduction;

/// Analyses the checkpoints of a training run on a loss with weight decay, in the data's coordinates: the
/// families it visited, by the modes learned and those on a pass, and what each checkpoint is near.
///
/// # Errors
/// As [`trace`](crate::trace); learning coefficients are refused.
pub fn trace_decayed(
    stated: &StatedDecay,
    checkpoints: &[Checkpoint],
    options: TraceOptions,
    observer: &impl TrajectoryObserver,
) -> Result<DecayedFlowRun, TaskError> {
    let reduction = reduction_of(&stated.stated)?;
    let energy = reduction.problem().signal_energy();
    let (_, units) = in_units_of(&reduction, coordinates(&reduction, MovingIn::Data));
    let bases = reduction.target().bases();
    let families = DecayedFamilies::new(&stated.decayed, bases, energy, units);
    let (run, near) = traced(stated, &families, (checkpoints, options), observer)?;
    let word = |near: NearFamily| {
        let counts = [near.key.subset.counts().to_vec(), near.key.passes.counts().to_vec()];
        let [large, small] = counts;
        (Word::new(large, small), near.distance)
    };
    let near = near.into_iter().map(|near| near.map(word)).collect();
    Ok(DecayedFlowRun { run, decayed: stated.decayed.clone(), near })
}

/// The same of any loss with decay: the run, and which family each checkpoint is nearest to.
pub(super) fn traced<F: Families>(
    ground: &impl Ground,
    families: &F,
    (checkpoints, options): (&[Checkpoint], TraceOptions),
    observer: &impl TrajectoryObserver,
) -> Result<(FlowRun, Vec<Option<NearFamily>>), TaskError> {
    let stated = ground.stated();
    if options.learning {
        return Err(FlowOptionError::DecayedLearning.into());
    }
    if !stated.has_bases() {
        return Err(TaskError::NeedsBases { what: "singular bases" });
    }
    let times = times(checkpoints, options.learning_rate)?;
    let reduction = reduction_of(stated)?;
    let field = Field::new(ground, &reduction, MovingIn::Data)?;
    let (measured, units) = in_units_of(&reduction, field.coordinates);
    let flow = field.flow(&measured, units);
    let state = |checkpoint: &Checkpoint| {
        check_widths(stated, &checkpoint.file, &checkpoint.read)?;
        let weights = stated.as_matrices(&checkpoint.read.weights)?;
        state_in_data(&flow, &measured, &weights.map(|entry| units.weight_here(entry)))
    };
    let states = checkpoints.iter().map(state).collect::<Result<Vec<_>, TaskError>>()?;
    check_weights(stated, &checkpoints[0].file, &checkpoints[0].read)?;
    let since = times.iter().map(|time| units.time_here(time - times[0]));
    let run = Checkpoints::new(since.zip(states.iter().cloned()).collect());
    let until = Some(run.end());
    let moments = checkpoints.len();
    let watch = Watch { until, moments, visit_radius: options.radius, ..Watch::default() };
    let every = WithoutRests(families);
    let restoring = Restoring { to: observer, units };
    let followed = follow_among(&flow, &every, measured.target().bases(), run, &watch, &restoring)?;
    let mut trajectory = followed.restored(units);
    trajectory.shift(times[0]);
    let look = Look { ground, reduction: &reduction, flow: &flow, units, families };
    let (mut seen, mut near) = (Vec::new(), Vec::new());
    for ((checkpoint, &time), state) in checkpoints.iter().zip(&times).zip(&states) {
        let (at, family) = look.at(checkpoint, time, state)?;
        seen.push(at);
        near.push(family);
    }
    for (moment, at) in trajectory.moments.iter_mut().zip(&seen) {
        moment.loss = at.loss;
    }
    let (visit_radius, learning_rate) = (options.radius, options.learning_rate);
    let used = Used::Given { seen, visit_radius, learning_rate };
    let coordinates = field.coordinates;
    let run = FlowRun { trajectory, coordinates, step_limit: None, used, unseen: None, reduction };
    Ok((run, near))
}

/// Checkpoints are looked at to the last, wherever they rest.
struct WithoutRests<'f, F>(&'f F);

impl<F: Families> Families for WithoutRests<'_, F> {
    fn nearest(
        &self,
        map: &nalgebra::DMatrix<f64>,
    ) -> Result<NearFamily, linscape_lapack::DecompositionError> {
        self.0.nearest(map)
    }

    fn least(&self) -> f64 {
        self.0.least()
    }

    fn energy(&self) -> f64 {
        self.0.energy()
    }
}

/// What a checkpoint is looked at with.
struct Look<'a, G, F> {
    ground: &'a G,
    reduction: &'a Reduction,
    flow: &'a GradientFlow,
    units: NaturalUnits,
    families: &'a F,
}

impl<G: Ground, F: Families> Look<'_, G, F> {
    fn at(
        &self,
        checkpoint: &Checkpoint,
        time: f64,
        state: &[f64],
    ) -> Result<(SeenCheckpoint, Option<NearFamily>), TaskError> {
        let units = self.units;
        let (loss, gradient) = (self.flow.loss(state), self.flow.gradient_norm(state));
        let (mut loss, mut gradient) = (units.loss(loss), units.gradient(gradient));
        // Input directions without data only decay.
        let weights = self.ground.stated().as_matrices(&checkpoint.read.weights)?;
        let has_unseen = self.ground.of_own_weights() && !self.flow.has_biases();
        let unseen = unseen_part(self.reduction, &weights);
        if let Some(unseen) = unseen.filter(|_| has_unseen) {
            let rate = self.flow.factor() * self.ground.decay().layers()[0];
            let length = euclidean_length(unseen.as_slice());
            loss += 0.5 * (rate * length) * length;
            gradient = gradient.hypot(rate * length);
        }
        let near = if loss.is_finite() {
            let near = self.families.nearest(&self.flow.product(state))?;
            Some(NearFamily { distance: units.map(near.distance), ..near })
        } else {
            None
        };
        let seen = SeenCheckpoint {
            file: checkpoint.file.clone(),
            step: checkpoint.step,
            time,
            loss,
            gradient_norm: gradient,
            near: None,
            remaining_stay: None,
            learning: None,
        };
        Ok((seen, near))
    }
}
