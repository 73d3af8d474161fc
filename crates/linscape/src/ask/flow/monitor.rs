//! Training watched from inside.

use std::collections::HashMap;

use linscape_critical::{NaturalUnits, SingularSubset};
use linscape_flow::{Coordinates, GradientFlow, balanced_step_limit, remaining_stay};
use linscape_formats::ReadWeights;
use linscape_network::{LearnedModes, Reduction, Weights};
use linscape_points::Nearby;
use nalgebra::DMatrix;

use super::measured::in_units_of;
use super::trajectories::{coordinates, reduction_of, state_in_data};
use crate::ask::check_widths;
use crate::{MovingIn, StatedProblem, TaskError};

/// What is seen of weights during training.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// The step they were seen at.
    pub step: f64,
    /// The loss, offset included, in the problem's convention.
    pub loss: f64,
    /// The norm of the gradient in the coordinates of training.
    pub gradient_norm: f64,
    /// The family they are nearest to.
    pub near: Nearby,
    /// Whether they are within the radius of it: a visit.
    pub is_visiting: bool,
    /// The first step that saw them on this visit.
    pub since: Option<f64>,
    /// `u_lᵀ W v_l / σ_l` for `l = 1, …, s`: the share of each mode that is learned.
    pub shares: Vec<f64>,
    /// The largest stable step of gradient descent at the family's balanced point; infinite where the Hessian is
    /// zero, `None` where it was not found.
    pub step_limit: Option<f64>,
    /// In how many steps gradient flow from the weights would leave the family; `None` off a visit, without a
    /// learning rate, and where [`remaining_stay`] says nothing.
    pub remaining_steps: Option<f64>,
}

/// What weights show at a look, before anything is said of their family: [`Monitor::look`].
#[derive(Debug, Clone)]
pub struct Sight {
    /// In natural units.
    weights: Weights,
    loss: f64,
    gradient_norm: f64,
    modes: LearnedModes,
    shares: Vec<f64>,
}

/// Watches a training run from inside: one observation at a time, cheap enough to be made every few dozen steps.
///
/// What costs is done once: what a family is and its step limit at the first sight of it, and the prediction at the beginning of a
/// visit and again whenever half of what it left has passed, or the learning rate has changed. In between it is
/// counted down.
///
/// # Examples
/// ```
/// use linscape::{Monitor, ProblemOptions};
/// use linscape_formats::ReadWeights;
/// use linscape_network::Weights;
/// use nalgebra::DMatrix;
/// let options = ProblemOptions {
///     sigma: Some("2".to_owned()),
///     widths: Some("1,1,1".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let mut monitor = Monitor::new(&options.state()?, 0.1)?;
/// let weights = Weights::new(vec![DMatrix::from_element(1, 1, 0.1); 2])?;
/// let read = ReadWeights { weights, names: vec!["W1".into(), "W2".into()], dtype_epsilon: f64::EPSILON, notes: vec![] };
/// let seen = monitor.observe(0.0, &read, Some(0.01))?;
/// assert_eq!((seen.near.subset.rank(), seen.is_visiting), (0, true));
/// // a² grows from 0.01 to 0.2 like a logistic curve: ln(199/9) / 4 of time, in steps of 0.01.
/// let steps = seen.remaining_steps.ok_or("a saddle")?;
/// assert!((steps - 100.0 * (199.0_f64 / 9.0).ln() / 4.0).abs() < 0.2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Monitor {
    stated: StatedProblem,
    /// In natural units.
    reduction: Reduction,
    units: NaturalUnits,
    flow: GradientFlow,
    radius: f64,
    values: Vec<f64>,
    families: HashMap<Vec<usize>, Known>,
    visit: Option<Visit>,
}

/// What was worked out of a family when it was first seen.
#[derive(Debug)]
struct Known {
    near: Nearby,
    step_limit: Option<f64>,
}

#[derive(Debug)]
struct Visit {
    subset: SingularSubset,
    since: f64,
    forecast: Option<Forecast>,
}

/// A prediction: when it was made, at which learning rate, and at which step the visit ends.
#[derive(Debug, Clone, Copy)]
struct Forecast {
    made: f64,
    rate: f64,
    leave: Option<f64>,
}

/// The share of what a prediction left after which it is made again.
const AGAIN: f64 = 0.5;

/// A change of the learning rate that a prediction does not survive.
const SAME_RATE: f64 = 1e-3;

impl Monitor {
    /// A monitor of a problem; a visit is within `radius` of a family, in shares of the singular values and of
    /// `‖Σ‖`.
    ///
    /// # Errors
    /// When the problem has no bases, or its data cannot be reduced.
    pub fn new(stated: &StatedProblem, radius: f64) -> Result<Self, TaskError> {
        if !stated.has_bases() {
            return Err(TaskError::NeedsBases { what: "singular bases" });
        }
        let reduction = reduction_of(stated)?;
        let moving_in = coordinates(&reduction, MovingIn::Data);
        let (reduction, units) = in_units_of(&reduction, moving_in);
        let flow = GradientFlow::new(&reduction, moving_in);
        let values = reduction.problem().spectrum().singular_values();
        let values = values.into_iter().filter(|value| *value > 0.0).collect();
        let (families, visit) = (HashMap::new(), None);
        Ok(Self { stated: stated.clone(), reduction, units, flow, radius, values, families, visit })
    }

    /// The coordinates in which weights move.
    #[must_use]
    pub fn coordinates(&self) -> Coordinates {
        coordinates(&self.reduction, MovingIn::Data)
    }

    /// Looks at weights and says what they are near. `learning_rate` is the time that a step takes.
    ///
    /// # Errors
    /// When the weights are of another network, or their loss is not finite.
    ///
    /// # Complexity
    /// That of a gradient in the reduced coordinates ([`Reduction::slope`]), whatever the number of samples; at the beginning of
    /// a visit that of [`remaining_stay`], and at the first sight of a family that of [`balanced_step_limit`].
    pub fn observe(
        &mut self,
        step: f64,
        read: &ReadWeights,
        learning_rate: Option<f64>,
    ) -> Result<Observation, TaskError> {
        let sight = self.look(read)?;
        self.tell(step, sight, learning_rate)
    }

    /// The first half of [`observe`](Self::observe), which is always quick.
    ///
    /// # Errors
    /// As there.
    pub fn look(&self, read: &ReadWeights) -> Result<Sight, TaskError> {
        let name = || "weights".to_owned();
        check_widths(&self.stated, &name(), read)?;
        let weights = read.weights.map(|entry| self.units.weight_here(entry));
        let (loss, gradient_norm, map) = self.slope(&weights)?;
        if !loss.is_finite() {
            return Err(TaskError::Overflow { file: name() });
        }
        let target = self.reduction.target();
        let modes = LearnedModes::of(target, &map)?;
        let shares = self.values.iter().enumerate().map(|(mode, value)| {
            let image = &map * target.bases().right.column(mode);
            target.bases().left.column(mode).dot(&image) / value
        });
        let shares = shares.collect();
        Ok(Sight { weights, loss, gradient_norm, modes, shares })
    }

    /// Loss, norm of the gradient and end-to-end map.
    fn slope(&self, weights: &Weights) -> Result<(f64, f64, DMatrix<f64>), TaskError> {
        let flow = &self.flow;
        if !flow.has_biases() {
            let slope = self.reduction.slope(weights);
            let loss = flow.factor() * slope.loss + flow.offset();
            let gradient_norm = flow.factor() * slope.gradient_norm();
            return Ok((loss, gradient_norm, slope.map));
        }
        let state = state_in_data(flow, &self.reduction, weights)?;
        let mut velocity = vec![0.0; state.len()];
        let mut workspace = flow.workspace();
        let loss = workspace.velocity(flow, &state, &mut velocity) + flow.offset();
        Ok((loss, linscape_critical::euclidean_length(&velocity), workspace.product(flow)))
    }

    /// Whether what is to be said of the family has been worked out before.
    #[must_use]
    pub fn knows(&self, sight: &Sight) -> bool {
        self.families.contains_key(sight.modes.subset.counts())
    }

    /// The second half of [`observe`](Self::observe): what the weights are near, and for how long.
    ///
    /// # Errors
    /// As there.
    pub fn tell(
        &mut self,
        step: f64,
        sight: Sight,
        learning_rate: Option<f64>,
    ) -> Result<Observation, TaskError> {
        let units = self.units;
        let Sight { weights, loss, gradient_norm, modes, shares } = sight;
        let is_visiting = modes.is_near(self.radius, self.flow.signal_norm());
        let (near, step_limit) = self.known(&modes);
        self.enter(&near.subset, is_visiting, step);
        let remaining_steps = self.remaining(step, &weights, learning_rate)?;
        let since = self.visit.as_ref().map(|visit| visit.since);
        Ok(Observation {
            step,
            loss: units.loss(loss),
            gradient_norm: units.gradient(gradient_norm),
            near: near.restored(units),
            is_visiting,
            since,
            shares,
            step_limit,
            remaining_steps,
        })
    }

    /// The nearest family, and the step limit at its balanced point.
    fn known(&mut self, modes: &LearnedModes) -> (Nearby, Option<f64>) {
        let target = self.reduction.target();
        let problem = target.problem();
        if let Some(known) = self.families.get(modes.subset.counts()) {
            return (known.near.seen_from(problem, modes), known.step_limit);
        }
        let limit = balanced_step_limit(&self.flow, target, &modes.subset).ok();
        let step_limit = limit.map(|step| self.units.time(step));
        let near = Nearby::of(problem, modes);
        let known = Known { near: near.clone(), step_limit };
        self.families.insert(modes.subset.counts().to_vec(), known);
        (near, step_limit)
    }

    fn enter(&mut self, subset: &SingularSubset, is_visiting: bool, step: f64) {
        let goes_on = self.visit.as_ref().is_some_and(|visit| visit.subset == *subset);
        if !is_visiting {
            self.visit = None;
        } else if !goes_on {
            let subset = subset.clone();
            self.visit = Some(Visit { subset, since: step, forecast: None });
        }
    }

    fn remaining(
        &mut self,
        step: f64,
        weights: &Weights,
        learning_rate: Option<f64>,
    ) -> Result<Option<f64>, TaskError> {
        let rate = learning_rate.filter(|rate| *rate > 0.0 && rate.is_finite());
        let (Some(visit), Some(rate)) = (&mut self.visit, rate) else { return Ok(None) };
        let forecast = match visit.forecast {
            Some(forecast) if forecast.holds(step, rate, visit.since) => forecast,
            _ => {
                let target = self.reduction.target();
                let state = state_in_data(&self.flow, &self.reduction, weights)?;
                let stay = remaining_stay(&self.flow, target, &state, self.radius)?;
                let leave = stay.map(|time| step + self.units.time(time) / rate);
                *visit.forecast.insert(Forecast { made: step, rate, leave })
            }
        };
        Ok(forecast.leave.map(|leave| (leave - step).max(0.0)))
    }
}

impl Forecast {
    fn holds(self, step: f64, rate: f64, since: f64) -> bool {
        let same = (rate / self.rate - 1.0).abs() < SAME_RATE;
        let until = match self.leave {
            Some(leave) => self.made + AGAIN * (leave - self.made),
            // No end was found: tried again when the visit has become twice as long.
            None => self.made + (self.made - since).max(1.0),
        };
        same && step >= self.made && step < until
    }
}
