//! Where a trajectory under weight decay takes place.

use super::measured::{Restoring, in_natural_units, measured, state_here};
use super::trajectories::{
    FlowRun, Followed, Start, Used, coordinates, reduction_of, state_in_data, unseen_part,
};
use super::with_biases::{check_for_biases, for_size, start_with_biases};
use crate::ask::{Matrices, check_widths, with_best_offset};
use crate::{FlowOptionError, FlowOptions, Mover, MovingIn, StatedProblem, TaskError};
use linscape_critical::{NaturalUnits, RandomStream};
use linscape_decay::Decay;
use linscape_flow::{
    Coordinates, Families, GradientFlow, InitialisationError, Method, Penalty, Tolerances,
    TrajectoryObserver, Watch, step_limit,
};
use linscape_formats::ReadWeights;
use linscape_network::{RandomMatrices as _, Reduction, SingularBases, Weights};
use nalgebra::{DMatrix, DVector};

/// A loss with weight decay, and its critical points.
pub(super) trait Ground {
    /// The problem without decay.
    fn stated(&self) -> &StatedProblem;

    /// The decays, in units of `½‖·‖²`.
    fn decay(&self) -> &Decay;

    /// The decays of the biases, one a layer, likewise; a last bias that decays alone is in the data.
    fn bias_decay(&self) -> Vec<f64>;

    /// Whether the data's own weights decay.
    fn of_own_weights(&self) -> bool;

    /// Random weights, those that decay, of the critical point of a key.
    fn random_point(
        &self,
        reduction: &Reduction,
        key: &str,
        stream: &mut RandomStream,
    ) -> Result<Weights, TaskError>;

    /// The largest eigenvalue at the global minimum, in the coordinates that decay, where it is known.
    fn sharpest(&self) -> Option<f64>;
}

/// Where a trajectory takes place.
pub(super) struct Scene<'a, G> {
    ground: &'a G,
    options: FlowOptions,
    reduction: Reduction,
    /// The same in natural units.
    measured: Reduction,
    units: NaturalUnits,
    field: Field<'a>,
    flow: GradientFlow,
    /// The flow in the problem's own units.
    own: GradientFlow,
}

impl<'a, G: Ground> Scene<'a, G> {
    /// The scene of a trajectory with these options.
    ///
    /// # Errors
    /// When they do not go together or with weight decay.
    pub(super) fn new(ground: &'a G, options: &'a FlowOptions) -> Result<Self, TaskError> {
        options.check()?;
        if options.predict {
            return Err(FlowOptionError::DecayedPrediction.into());
        }
        if options.drift_tolerance.is_some() {
            return Err(FlowOptionError::DecayedDrift.into());
        }
        let stated = ground.stated();
        Matrices { weights: 24, squares: 4, products: 0 }.check(&stated.problem)?;
        let reduction = reduction_of(stated)?;
        check_for_biases(&reduction, options)?;
        let field = Field::new(ground, &reduction, options.coordinates)?;
        let (measured, units) = measured(&reduction, field.coordinates, options);
        let flow = field.flow(&measured, units);
        let options = for_size(&flow, options)?;
        check_end(&options)?;
        let own = field.flow(&reduction, NaturalUnits::one());
        Ok(Self { ground, options, reduction, measured, units, field, flow, own })
    }

    pub(super) fn reduction(&self) -> &Reduction {
        &self.reduction
    }

    /// The units in which weights move.
    pub(super) fn units(&self) -> NaturalUnits {
        self.units
    }

    /// The singular bases in these units.
    pub(super) fn bases(&self) -> &SingularBases {
        self.measured.target().bases()
    }

    /// Follows the trajectory among families; `given` are the weights of `file:…`.
    ///
    /// # Errors
    /// When there is no such start, or the integration breaks off.
    pub(super) fn run(
        &self,
        families: &(impl Families + Clone + Send + 'static),
        given: Option<&ReadWeights>,
        observer: &impl TrajectoryObserver,
    ) -> Result<FlowRun, TaskError> {
        let units = self.units;
        let (state, mut unseen) = self.state(given)?;
        let limit = self.step_limit();
        let (trajectory, tolerances, descent) =
            self.follow(families, state_here(state, units), limit, observer)?;
        let mut trajectory = trajectory.restored(units);
        let tolerances = tolerances.map(|given: Tolerances| Tolerances {
            absolute: units.weight(given.absolute),
            ..given
        });
        let descent = descent.map(|(step, batch)| (units.time(step), batch));
        if let Some(unseen) = unseen.as_mut().filter(|_| self.ground.of_own_weights()) {
            let (factor, step) = (self.own.factor(), descent.map(|(step, _)| step));
            self.field.decay_unseen(unseen, &mut trajectory, factor, step);
        }
        let used = Used::Computed {
            options: Box::new(self.options.clone()),
            tolerances,
            descent,
            // Decay conserves nothing.
            drift_tolerance: None,
        };
        Ok(FlowRun {
            trajectory,
            coordinates: self.field.coordinates,
            step_limit: limit.map(|step| units.time(step)),
            used,
            unseen,
            reduction: self.reduction.clone(),
        })
    }

    /// The first state in the problem's own units, and what its `W_1` does to input directions without data.
    fn state(
        &self,
        given: Option<&ReadWeights>,
    ) -> Result<(Vec<f64>, Option<DMatrix<f64>>), TaskError> {
        let (Some(file), Some(read)) = (self.options.initial_file(), given) else {
            return Ok((self.start()?, None));
        };
        let plain = self.ground.stated();
        check_widths(plain, file, read)?;
        if !plain.has_bases() {
            return Err(TaskError::NeedsBases { what: "singular bases" });
        }
        let weights = plain.as_matrices(&read.weights)?;
        let unseen = unseen_part(&self.reduction, &weights).filter(|_| !self.own.has_biases());
        Ok((state_in_data(&self.own, &self.reduction, &weights)?, unseen))
    }

    fn start(&self) -> Result<Vec<f64>, TaskError> {
        let (options, own) = (&self.options, &self.own);
        let target = self.reduction.target();
        let mut stream = RandomStream::new(options.seed, "initial weights");
        let Some(key) = options.init.strip_prefix("near:") else {
            let initial = options.initialisation(target.problem())?;
            if !own.has_biases() {
                return Ok(initial.state(own, target, &mut stream)?);
            }
            let matrices = GradientFlow::of_matrices(&self.reduction, self.field.coordinates);
            let state = initial.state(&matrices, target, &mut stream)?;
            return start_with_biases(own, &self.reduction, &matrices.whitened(&state)?, false);
        };
        if options.along.as_deref().is_some_and(|along| along != "random") {
            return Err(FlowOptionError::DecayedDeparture.into());
        }
        let given = options.distance.unwrap_or(1e-3);
        if !(given > 0.0 && given.is_finite()) {
            return Err(InitialisationError::Size { what: "distance", given }.into());
        }
        let mut state = self.point(key, &mut stream).map_err(TaskError::of_start)?;
        let noise = stream.gaussian(state.len(), 1);
        let length = given * own.natural_length() / noise.norm();
        for (entry, noise) in state.iter_mut().zip(noise.iter()) {
            *entry += length * noise;
        }
        Ok(state)
    }

    /// A random point of a key.
    fn point(&self, key: &str, stream: &mut RandomStream) -> Result<Vec<f64>, TaskError> {
        let reduction = self.ground.stated().reduction();
        let reduction = reduction.ok_or(TaskError::NeedsBases { what: "singular bases" })?;
        let point = self.ground.random_point(&reduction, key, stream)?;
        if self.own.has_biases() {
            // Activations do not decay here: these are weights of the data, or of white inputs.
            let zeros = |_: usize, width: usize| DVector::zeros(width);
            return Ok(self.own.state_of(&with_best_offset(&reduction, point, zeros)?)?);
        }
        if self.ground.of_own_weights() {
            return state_in_data(&self.own, &reduction, &point);
        }
        Ok(self.own.state_of_whitened(point.matrices()))
    }

    fn follow(
        &self,
        families: &(impl Families + Clone + Send + 'static),
        state: Vec<f64>,
        limit: Option<f64>,
        observer: &impl TrajectoryObserver,
    ) -> Result<Followed, TaskError> {
        let asked = in_natural_units(&self.options, self.units);
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
            stated: self.ground.stated(),
            reduction: &self.measured,
            flow: &self.flow,
            families: families.clone(),
            state,
            limit,
            watch,
            units: self.units,
        };
        begin.run(&asked, &Restoring { to: observer, units: self.units })
    }

    /// `2/λ_max` at the global minimum; where there is no closed form for the coordinates of the motion, a bound
    /// below it.
    fn step_limit(&self) -> Option<f64> {
        let in_data = self.field.coordinates == Coordinates::Data;
        let is_closed = in_data == self.ground.of_own_weights() && !self.flow.has_biases();
        let closed = is_closed.then(|| self.ground.sharpest()).flatten();
        if let Some(sharpest) = closed {
            return Some(2.0 / self.units.time(sharpest));
        }
        let plain = GradientFlow::new(&self.measured, self.field.coordinates);
        let limit = step_limit(&plain, self.measured.target()).ok()?;
        let strongest = self.flow.penalty().map_or(0.0, Penalty::strongest);
        Some(2.0 / (2.0 / limit + self.flow.factor() * strongest))
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
    decay: &'p Decay,
    biases: Vec<f64>,
    of_own_weights: bool,
    pub(super) coordinates: Coordinates,
}

impl<'p> Field<'p> {
    pub(super) fn new(
        ground: &'p impl Ground,
        reduction: &Reduction,
        moving_in: MovingIn,
    ) -> Result<Self, TaskError> {
        let of_own_weights = ground.of_own_weights();
        if of_own_weights && moving_in == MovingIn::Whitened {
            return Err(FlowOptionError::DecayedWhitened.into());
        }
        let of_activations = !of_own_weights && reduction.stretches().is_some();
        if of_activations && reduction.means().is_some() {
            return Err(FlowOptionError::DecayedActivations.into());
        }
        let coordinates = coordinates(reduction, moving_in);
        let (decay, biases) = (ground.decay(), ground.bias_decay());
        Ok(Self { decay, biases, of_own_weights, coordinates })
    }

    /// The flow in natural units.
    pub(super) fn flow(&self, measured: &Reduction, units: NaturalUnits) -> GradientFlow {
        let flow = GradientFlow::new(measured, self.coordinates);
        let layers = self.decay.layers().iter().map(|&layer| units.time(layer));
        let mut layers: Vec<f64> = layers.collect();
        let on_activations = flow.stretches().filter(|_| !self.of_own_weights);
        let penalty = match on_activations {
            Some(stretches) => {
                // These are in units of the inputs too.
                layers[0] = units.input(units.input(layers[0]));
                Penalty::new(layers).on_activations(stretches)
            }
            None => Penalty::new(layers),
        };
        let biases = self.biases.iter().map(|&own| units.time(own)).collect();
        let penalty = if flow.has_biases() { penalty.on_biases(biases) } else { penalty };
        flow.with_penalty(penalty)
    }

    /// What `W_1` does to input directions without data only decays; its penalty belongs to the loss.
    fn decay_unseen(
        &self,
        unseen: &mut DMatrix<f64>,
        trajectory: &mut linscape_flow::Trajectory,
        factor: f64,
        step: Option<f64>,
    ) {
        let rate = factor * self.decay.layers()[0];
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
