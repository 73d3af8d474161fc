//! Trajectories under weight decay.

use super::decayed_families::DecayedFamilies;
use super::measured::{Restoring, in_natural_units, measured, state_here};
use super::trajectories::{
    FlowRun, Followed, Start, Used, coordinates, reduction_of, state_in_data, unseen_part,
};
use crate::ask::{Matrices, check_widths, parse_word};
use crate::{FlowOptionError, FlowOptions, Mover, MovingIn, StatedDecay, TaskError, Unaware};
use linscape_critical::{NaturalUnits, RandomStream};
use linscape_decay::{DecayedProblem, Word, minima, spectrum};
use linscape_flow::{
    Coordinates, GradientFlow, InitialisationError, Method, Penalty, Tolerances,
    TrajectoryObserver, Watch, step_limit,
};
use linscape_formats::{DecayedTrajectory, ReadWeights};
use linscape_network::{RandomMatrices as _, Reduction};
use linscape_points::random_decayed_point;
use nalgebra::DMatrix;

/// A trajectory of a problem with decay.
#[derive(Debug, Clone)]
pub struct DecayedFlowRun {
    /// The trajectory; its visits name learned modes and passes.
    pub run: FlowRun,
    /// The problem with its decay.
    pub decayed: DecayedProblem,
    /// Of checkpoints the family that each is near to, with the distance of the maps; `None` where the
    /// weights have diverged.
    pub near: Vec<Option<(Word, f64)>>,
}

impl DecayedFlowRun {
    /// The record that the formats write.
    #[must_use]
    pub fn record<'a>(&'a self, stated: &'a StatedDecay) -> DecayedTrajectory<'a> {
        let plain = self.run.record(&stated.stated);
        DecayedTrajectory { plain, decayed: &self.decayed, near: &self.near }
    }
}

/// Follows gradient flow or descent on the loss with weight decay, until it rests at a minimum or the end
/// asked for; `given` are the weights of `file:…`. A start `near:` takes the key of a family.
///
/// # Errors
/// When options do not go together or with the problem, or the integration breaks off.
///
/// # Examples
/// From depth 3 on small starts learn nothing, and larger ones do.
/// ```
/// use linscape::{FlowOptions, ProblemOptions, run_decayed_flow};
/// let options = ProblemOptions {
///     sigma: Some("2".to_owned()),
///     widths: Some("1,1,1,1".to_owned()),
///     decay: Some("1/2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let stated = options.state_decayed()?.expect("decay");
/// let ends = |init: &str| -> Result<Vec<usize>, linscape::TaskError> {
///     let run = run_decayed_flow(&stated, &FlowOptions::starting(init), None, &())?.run;
///     Ok(run.trajectory.visits.last().expect("a visit").subset.counts().to_vec())
/// };
/// // The pass stands at x₋ = 0.2583…: x⁴ − 2x + ½ = 0.
/// assert_eq!(ends("aligned:0.25")?, [0]);
/// assert_eq!(ends("aligned:0.27")?, [1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn run_decayed_flow(
    stated: &StatedDecay,
    options: &FlowOptions,
    given: Option<&ReadWeights>,
    observer: &impl TrajectoryObserver,
) -> Result<DecayedFlowRun, TaskError> {
    options.check()?;
    check_end(options)?;
    if options.predict {
        return Err(FlowOptionError::DecayedPrediction.into());
    }
    if options.drift_tolerance.is_some() {
        return Err(FlowOptionError::DecayedDrift.into());
    }
    stated.stated.refuse_biases(Unaware::Thing("a trajectory with weight decay"))?;
    Matrices { weights: 24, squares: 4, products: 0 }.check(&stated.stated.problem)?;
    let scene = Scene::new(stated, options)?;
    let units = scene.units;
    let (state, mut unseen) = scene.state(given)?;
    let limit = scene.field.step_limit(&scene.flow, &scene.measured, units);
    let (trajectory, tolerances, descent) =
        scene.follow(state_here(state, units), limit, observer)?;
    let mut trajectory = trajectory.restored(units);
    let tolerances = tolerances
        .map(|given: Tolerances| Tolerances { absolute: units.weight(given.absolute), ..given });
    let descent = descent.map(|(step, batch)| (units.time(step), batch));
    if let Some(unseen) = &mut unseen
        && stated.decayed.idle_weights_decay()
    {
        scene.field.decay_unseen(unseen, &mut trajectory, descent.map(|(step, _)| step));
    }
    let used = Used::Computed {
        options: Box::new(options.clone()),
        tolerances,
        descent,
        // Decay conserves nothing.
        drift_tolerance: None,
    };
    let run = FlowRun {
        trajectory,
        coordinates: scene.field.coordinates,
        step_limit: limit.map(|step| units.time(step)),
        used,
        unseen,
        reduction: scene.reduction,
    };
    Ok(DecayedFlowRun { run, decayed: stated.decayed.clone(), near: Vec::new() })
}

/// Where a trajectory takes place.
struct Scene<'a> {
    stated: &'a StatedDecay,
    options: &'a FlowOptions,
    reduction: Reduction,
    /// The same in natural units.
    measured: Reduction,
    units: NaturalUnits,
    field: Field<'a>,
    flow: GradientFlow,
    /// The flow in the problem's own units.
    own: GradientFlow,
}

impl<'a> Scene<'a> {
    fn new(stated: &'a StatedDecay, options: &'a FlowOptions) -> Result<Self, TaskError> {
        let reduction = reduction_of(&stated.stated)?;
        let field = Field::new(&stated.decayed, &reduction, options.coordinates)?;
        let (measured, units) = measured(&reduction, field.coordinates, options);
        let flow = field.flow(&measured, units);
        let own = field.flow(&reduction, NaturalUnits::one());
        Ok(Self { stated, options, reduction, measured, units, field, flow, own })
    }

    /// The first state in the problem's own units, and what its `W_1` does to input directions without data.
    fn state(
        &self,
        given: Option<&ReadWeights>,
    ) -> Result<(Vec<f64>, Option<DMatrix<f64>>), TaskError> {
        let (Some(file), Some(read)) = (self.options.initial_file(), given) else {
            return Ok((self.start()?, None));
        };
        let plain = &self.stated.stated;
        check_widths(plain, file, read)?;
        if !plain.has_bases() {
            return Err(TaskError::NeedsBases { what: "singular bases" });
        }
        let unseen = unseen_part(&self.reduction, &read.weights);
        Ok((state_in_data(&self.own, &self.reduction, &read.weights)?, unseen))
    }

    fn start(&self) -> Result<Vec<f64>, TaskError> {
        let (options, own) = (self.options, &self.own);
        let target = self.reduction.target();
        let mut stream = RandomStream::new(options.seed, "initial weights");
        let Some(key) = options.init.strip_prefix("near:") else {
            let initial = options.initialisation(target.problem())?;
            return Ok(initial.state(own, target, &mut stream)?);
        };
        if options.along.as_deref().is_some_and(|along| along != "random") {
            return Err(FlowOptionError::DecayedDeparture.into());
        }
        let given = options.distance.unwrap_or(1e-3);
        if !(given > 0.0 && given.is_finite()) {
            return Err(InitialisationError::Size { what: "distance", given }.into());
        }
        let mut state = self.point(key, &mut stream)?;
        let noise = stream.gaussian(state.len(), 1);
        let length = given * own.natural_length() / noise.norm();
        for (entry, noise) in state.iter_mut().zip(noise.iter()) {
            *entry += length * noise;
        }
        Ok(state)
    }

    /// A random point of a family.
    fn point(&self, key: &str, stream: &mut RandomStream) -> Result<Vec<f64>, TaskError> {
        let decayed = &self.stated.decayed;
        let reduction = self.stated.stated.reduction();
        let reduction = reduction.ok_or(TaskError::NeedsBases { what: "singular bases" })?;
        let word = parse_word(decayed, key)?;
        let point = random_decayed_point(&reduction, decayed, &word, stream)?;
        if decayed.idle_weights_decay() {
            return state_in_data(&self.own, &reduction, &point);
        }
        Ok(self.own.state_of_whitened(point.matrices()))
    }

    fn follow(
        &self,
        state: Vec<f64>,
        limit: Option<f64>,
        observer: &impl TrajectoryObserver,
    ) -> Result<Followed, TaskError> {
        let asked = in_natural_units(self.options, self.units);
        let energy = self.reduction.problem().signal_energy();
        let bases = self.measured.target().bases();
        let families = DecayedFamilies::new(&self.stated.decayed, bases, energy, self.units);
        let watch = Watch {
            until: asked.until,
            until_loss: asked.until_loss,
            most_steps: asked.max_steps,
            moments: asked.points,
            every: asked.every,
            visit_radius: asked.radius,
            foresees: false,
        };
        let begin = Start {
            stated: &self.stated.stated,
            reduction: &self.measured,
            flow: &self.flow,
            families,
            state,
            limit,
            watch,
            units: self.units,
        };
        begin.run(&asked, &Restoring { to: observer, units: self.units })
    }
}

/// An explicit method jitters at the edge of its stability, and its weights never rest.
fn check_end(options: &FlowOptions) -> Result<(), FlowOptionError> {
    let is_explicit = options.mover() == Mover::Flow(Method::Explicit);
    if is_explicit && options.until.is_none() && options.until_loss.is_none() {
        return Err(FlowOptionError::DecayedExplicit);
    }
    Ok(())
}

/// The vector field of a loss with decay.
pub(super) struct Field<'p> {
    decayed: &'p DecayedProblem,
    pub(super) coordinates: Coordinates,
}

impl<'p> Field<'p> {
    pub(super) fn new(
        decayed: &'p DecayedProblem,
        reduction: &Reduction,
        moving_in: MovingIn,
    ) -> Result<Self, TaskError> {
        if decayed.idle_weights_decay() && moving_in == MovingIn::Whitened {
            return Err(FlowOptionError::DecayedWhitened.into());
        }
        Ok(Self { decayed, coordinates: coordinates(reduction, moving_in) })
    }

    /// The flow in natural units.
    pub(super) fn flow(&self, measured: &Reduction, units: NaturalUnits) -> GradientFlow {
        let flow = GradientFlow::new(measured, self.coordinates);
        let layers = self.decayed.decay().layers().iter().map(|&layer| units.time(layer));
        let mut layers: Vec<f64> = layers.collect();
        let on_activations = flow.stretches().filter(|_| !self.decayed.idle_weights_decay());
        let penalty = match on_activations {
            Some(stretches) => {
                // These are in units of the inputs too.
                layers[0] = units.input(units.input(layers[0]));
                Penalty::new(layers).on_activations(stretches)
            }
            None => Penalty::new(layers),
        };
        flow.with_penalty(penalty)
    }

    /// `2/λ_max` at the global minimum; where there is no closed form for the coordinates of the motion,
    /// a bound below it.
    fn step_limit(
        &self,
        flow: &GradientFlow,
        measured: &Reduction,
        units: NaturalUnits,
    ) -> Option<f64> {
        let in_data = self.coordinates == Coordinates::Data;
        if in_data == self.decayed.idle_weights_decay() {
            let losses = |word: &Word| self.decayed.loss(word);
            let best = minima(self.decayed);
            let best = best.iter().min_by(|a, b| losses(a).total_cmp(&losses(b)))?;
            let sharpest = spectrum(self.decayed, best).last()?.value;
            return Some(2.0 / units.time(sharpest));
        }
        let plain = GradientFlow::new(measured, self.coordinates);
        let limit = step_limit(&plain, measured.target()).ok()?;
        let strongest = flow.penalty().map_or(0.0, Penalty::strongest);
        Some(2.0 / (2.0 / limit + flow.factor() * strongest))
    }

    /// What `W_1` does to input directions without data only decays; its penalty belongs to the loss.
    fn decay_unseen(
        &self,
        unseen: &mut DMatrix<f64>,
        trajectory: &mut linscape_flow::Trajectory,
        step: Option<f64>,
    ) {
        let rate = self.decayed.factor() * self.decayed.decay().layers()[0];
        let left = |time: f64| match step {
            Some(step) => (1.0 - step * rate).powf((time / step).round()),
            None => (-rate * time).exp(),
        };
        let square = 0.5 * rate * unseen.norm_squared();
        for moment in &mut trajectory.moments {
            moment.loss += square * left(moment.time).powi(2);
        }
        *unseen *= left(trajectory.last().time);
    }
}
