//! Weights moved onto a stratum.

use linscape_critical::Observer;
use linscape_lapack::DecompositionError;
use linscape_network::{Target, Weights};
use nalgebra::DMatrix;

use crate::measured::natural_size;
use crate::refine::{AdaptedBases, RankConditions, least_squares, onto_flags};
use crate::{Classification, MeasureError, WeightErrors};
use linscape_network::LearnedModes;
use linscape_strata::{FamilyShape, ListedStratum, RankPattern};

/// Steps of one projection.
const STEPS: usize = 12;
/// Relative size of a step after which the point may be the one looked for.
const SMALL: f64 = 1e-12;
/// How well a step is solved for, and the most iterations for it: that to the nearest point coarsely,
/// since the conditions contradict each other at second order and what is left is seen to later.
const TO_THE_NEAREST: (f64, usize) = (1e-6, 400);
const IN_ADAPTED_BASES: (f64, usize) = (1e-6, 1000);
/// A step in adapted bases may go as large a part of the limit.
const SHORT: f64 = 0.3;
/// From as many weights on iterations take seconds, and the nearest point is not looked for.
const MANY: usize = 10_000;

/// A way from weights onto a stratum.
///
/// The nearest point of the stratum is a least-squares solution of its linearised rank conditions,
/// which are as ill-conditioned as the bases of the hidden layers: iterations for it come near
/// quickly and on to it hardly ever. But the stratum does not depend on these bases, so that what is
/// left, far less than what was gone, is solved for in adapted ones, where tens of iterations do.
/// Where that step would be long, bases half-way there or the given ones take its place.
pub(crate) struct Projection<'a> {
    target: &'a Target,
    start: &'a Weights,
    listed: &'a ListedStratum,
    /// How far the point may be.
    limit: f64,
    pattern: RankPattern,
    /// The size of a layer.
    unit: f64,
}

/// Where it led.
pub(crate) struct Reached {
    pub weights: Weights,
    pub steps: usize,
    /// What they are up to rounding.
    pub classification: Classification,
}

impl<'a> Projection<'a> {
    pub(crate) fn new(
        target: &'a Target,
        start: &'a Weights,
        listed: &'a ListedStratum,
        limit: f64,
    ) -> Result<Self, MeasureError> {
        let problem = target.problem();
        let modes = LearnedModes::of(target, &start.product())?;
        let pattern = RankPattern::of(&listed.stratum, &FamilyShape::new(problem, &modes.subset));
        let natural = natural_size(problem);
        let unit = if natural > 0.0 { natural } else { 1.0 };
        Ok(Self { target, start, listed, limit, pattern, unit })
    }

    /// Gauss–Newton steps until they are rounding and the point is of the stratum; none when they
    /// lead away or do not end there, or the observer breaks.
    pub(crate) fn reach(&self, observer: &dyn Observer) -> Result<Option<Reached>, MeasureError> {
        if let Some(reached) = self.at_once(observer)? {
            return Ok(Some(reached));
        }
        let mut weights = self.start.clone();
        let mut last = f64::INFINITY;
        for taken in 1..=STEPS {
            let Some(change) = self.step(&weights, taken == 1, observer)? else { return Ok(None) };
            let length = norm(&change);
            if !length.is_finite() {
                return Ok(None);
            }
            // One longer than the last walks along the stratum, where the derivative is rounding.
            let is_rounding = length > last || length <= SMALL * self.scale(&weights);
            if length <= last {
                let layers = weights.matrices().iter().zip(&change);
                weights = Weights::new(layers.map(|(matrix, change)| matrix + change).collect())?;
            }
            last = length;
            let moved = distance(&weights, self.start);
            if moved > self.limit {
                return Ok(None);
            }
            if is_rounding || taken == STEPS {
                let reached = self.reached(&weights, taken)?;
                if reached.is_some() {
                    return Ok(reached);
                }
            }
        }
        Ok(None)
    }

    /// Of many weights, without a step: onto the flags of the stratum, which is near and not the nearest.
    fn at_once(&self, observer: &dyn Observer) -> Result<Option<Reached>, MeasureError> {
        if self.start.parameters() < MANY || self.start.depth() < 2 {
            return Ok(None);
        }
        let found = onto_flags(self.target, self.start, &self.pattern, observer)?;
        let Some(weights) = found else { return Ok(None) };
        if distance(&weights, self.start) > self.limit {
            return Ok(None);
        }
        self.reached(&weights, 0)
    }

    /// The weights, when they are of the stratum up to rounding.
    fn reached(&self, weights: &Weights, steps: usize) -> Result<Option<Reached>, MeasureError> {
        let errors = WeightErrors::of_rounding(self.target.problem(), weights, f64::EPSILON, None);
        let classification = Classification::of(self.target, weights, &errors)?;
        let is_met = classification.stratum.as_ref() == Some(self.listed);
        Ok(is_met.then(|| Reached { weights: weights.clone(), steps, classification }))
    }

    fn scale(&self, weights: &Weights) -> f64 {
        norm(weights.matrices()) + self.unit
    }

    /// The next change of the layers; none when the observer breaks.
    fn step(
        &self,
        weights: &Weights,
        is_first: bool,
        observer: &dyn Observer,
    ) -> Result<Option<Vec<DMatrix<f64>>>, DecompositionError> {
        let solve = |bases, (tolerance, most): (f64, usize)| {
            let conditions =
                RankConditions::at(weights, self.target.matrix(), &self.pattern, bases)?;
            let values = -conditions.values();
            let step = least_squares(&conditions, &values, tolerance, most, observer);
            Ok(step.continue_value().map(|step| conditions.change(&step)))
        };
        let adapted =
            if is_first { None } else { AdaptedBases::of(weights, &self.pattern, self.unit)? };
        if let Some(adapted) = adapted {
            let is_short = |change: &Option<Vec<DMatrix<f64>>>| {
                change.as_ref().is_none_or(|change| norm(change) <= SHORT * self.limit)
            };
            let change = solve(adapted.clone(), IN_ADAPTED_BASES)?;
            if is_short(&change) {
                return Ok(change);
            }
            let change = solve(adapted.halved()?, IN_ADAPTED_BASES)?;
            if is_short(&change) {
                return Ok(change);
            }
        }
        solve(AdaptedBases::identity(weights.depth()), TO_THE_NEAREST)
    }
}

/// The distance of two networks over all layers.
pub(crate) fn distance(weights: &Weights, start: &Weights) -> f64 {
    let pairs = weights.matrices().iter().zip(start.matrices());
    pairs.map(|(here, there)| (here - there).norm_squared()).sum::<f64>().sqrt()
}

fn norm(matrices: &[DMatrix<f64>]) -> f64 {
    matrices.iter().map(DMatrix::norm_squared).sum::<f64>().sqrt()
}
