//! Which listed point given weights are at, or near.

use super::own_road::{dense, yardstick};
use super::{OwnLandscape, OwnPoint, OwnProblem};
use crate::decay::{
    CLEAR, Criticality, DecayedHessian, DecayedNetwork, EXPLAINED, Field, Yardstick, bias_slope,
    descent_directions, flat, newton, unflat,
};
use crate::{DirectionInData, OffsetCheck};
use linscape_critical::{LossConvention, NaturalUnits};
use linscape_curvature::{NumericalInertia, Regularised};
use linscape_lapack::{DecompositionError, symmetric_eigenvalues};
use linscape_network::{Layers as _, Weights, WeightsError};
use nalgebra::DVector;

/// What was found out about weights.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnClassification {
    /// The loss, in the problem's convention, the penalty included.
    pub loss: f64,
    /// Norm of the gradient of loss and penalty, in the problem's convention.
    pub gradient_norm: f64,
    /// How far the biases are from where the outputs have their best offset; `None` where the last layer has
    /// no bias.
    pub offset: Option<OffsetCheck>,
    /// Relative precision of the stored weights.
    pub dtype_epsilon: f64,
    /// The convention of the losses.
    pub convention: LossConvention,
    /// Whether the weights are critical.
    pub critical: Criticality,
    /// How far Newton's method moved them, relative to their norm; `None` when it found no critical point.
    pub moved: Option<f64>,
    /// Position of the listed point with the nearest product: nearest to the critical point that was found
    /// where the weights are critical, else to the weights.
    pub nearest: usize,
    /// `‖W − W_J‖_F` of the product of the weights from that point's, in the coordinates of the data.
    pub distance: f64,
    /// The same relative to the larger of the two.
    pub product_distance: f64,
    /// Whether the critical point that was found is the listed one; `None` without one.
    pub listed: Option<bool>,
    /// The second road.
    pub hessian: DecayedHessian,
    /// Whether the listed point's inertia and the dense Hessian's agree.
    pub agree: Option<bool>,
}

/// Products nearer than this are one point.
const SAME: f64 = 1e-7;

struct Place<'p> {
    problem: &'p OwnProblem,
    widths: Vec<usize>,
    yardstick: Yardstick,
}

impl Place<'_> {
    fn weights(&self, flat: &DVector<f64>) -> Weights {
        Weights::new(unflat(&self.widths, flat)).expect("finite weights that chain")
    }

    fn nearest(&self, points: &[OwnPoint], flat: &DVector<f64>) -> Near {
        let product = self.weights(flat).product();
        let length = self.problem.units().length;
        let near = |point: usize| {
            let own = points[point].product(self.problem);
            let distance = (&product - &own).norm();
            let largest = product.norm().max(own.norm()).max(1e-9 * length);
            Near { point, distance, relative: distance / largest }
        };
        let all = (0..points.len()).map(near);
        all.min_by(|one, other| one.distance.total_cmp(&other.distance)).expect("a point")
    }
}

/// The listed point with the nearest product.
struct Near {
    point: usize,
    distance: f64,
    relative: f64,
}

impl Field for Place<'_> {
    fn at(&self, flat: &DVector<f64>) -> Regularised {
        dense(self.problem, &self.weights(flat))
    }

    fn scale(&self, flat: &DVector<f64>) -> f64 {
        self.yardstick.scale(&unflat(&self.widths, flat))
    }

    fn unit(&self) -> f64 {
        self.yardstick.unit()
    }
}

/// Says what weights of the data are, biases and all, stored with relative precision `epsilon`.
///
/// # Errors
/// When a decomposition fails.
///
/// # Panics
/// When the weights or the list are another problem's, or the list is empty.
///
/// # Complexity
/// A few dense eigenvalue decompositions: `O(N³)` time, `8 N²` bytes.
pub fn classify_own(
    problem: &OwnProblem,
    landscape: &OwnLandscape,
    weights: &Weights,
    epsilon: f64,
) -> Result<OwnClassification, DecompositionError> {
    let offset = OffsetCheck::at(problem.reduction(), weights, epsilon, CLEAR);
    let (natural, units) = problem.in_natural_units();
    let points: Vec<_> = landscape.points.iter().map(|point| point.measured_in(units)).collect();
    let here = weights.map(|entry| units.weight_here(entry));
    let found = classified((&natural, &points, units), &here, offset, epsilon)?;
    Ok(OwnClassification {
        loss: units.loss(found.loss),
        gradient_norm: units.gradient(found.gradient_norm),
        distance: units.product(problem.depth(), found.distance),
        hessian: found.hessian.restored(units),
        ..found
    })
}

/// In natural units; the offset is in the problem's own.
fn classified(
    (problem, points, units): (&OwnProblem, &[OwnPoint], NaturalUnits),
    weights: &Weights,
    offset: Option<OffsetCheck>,
    epsilon: f64,
) -> Result<OwnClassification, DecompositionError> {
    let place = Place { problem, widths: weights.widths(), yardstick: yardstick(problem) };
    let start = flat(weights.matrices());
    let reduction = problem.reduction();
    let network = DecayedNetwork::with_free_biases(reduction, problem.decay().layers());
    let here = network.at(weights).expect("weights of this network");
    let found = newton(&place, &start)?;
    let norm = start.norm().max(place.unit());
    let moved = |beside: f64| found.as_ref().map(|end| (end - &start).norm().hypot(beside) / norm);
    let explained = EXPLAINED * epsilon.max(f64::EPSILON);
    let offset_known = offset.as_ref().map_or(Criticality::Critical, Criticality::of_offset);
    let critical = Criticality::of_distance(moved(0.0), explained).and(offset_known);
    let moved = moved(offset.filter(|own| own.in_errors > 1.0).map_or(0.0, |own| own.norm));
    let is_refined = moved.is_some_and(|moved| moved > 0.0);
    let end = found.clone().unwrap_or_else(|| start.clone());
    let near_end = place.nearest(points, &end);
    let listed = found.is_some().then_some(near_end.relative <= SAME);
    let is_critical = critical == Criticality::Critical;
    let near = if is_critical { near_end } else { place.nearest(points, &start) };
    let nearest = near.point;
    let there = if is_refined {
        let moved = place.weights(&end).with_biases(weights.biases().to_vec());
        moved.and_then(|at| reduction.at_best_offset(&at)).expect("finite weights")
    } else {
        weights.clone()
    };
    let values = symmetric_eigenvalues(network.at(&there).expect("the same").hessian)?;
    // Through the means of the data biases may weigh more than matrices.
    let mut scale = place.scale(&end);
    if weights.has_biases() {
        scale = values.iter().fold(scale, |most, own| most.max(own.abs()));
    }
    let inertia = NumericalInertia::of(&values, scale);
    let agree = (is_critical && listed == Some(true))
        .then(|| points[nearest].inertia.and_then(|own| inertia.agree_with(own)))
        .flatten();
    let factor = problem.factor();
    let end = |value: Option<&f64>| factor * value.copied().unwrap_or(0.0);
    Ok(OwnClassification {
        loss: problem.loss(here.loss / problem.units().energy),
        gradient_norm: factor * here.gradient.length(),
        offset: offset.map(|own| {
            own.with_decay(
                factor / reduction.problem().factor(),
                units.gradient(factor * bias_slope(&here, weights)),
            )
        }),
        dtype_epsilon: epsilon,
        convention: reduction.problem().convention(),
        critical,
        moved,
        nearest,
        distance: near.distance,
        product_distance: near.relative,
        listed,
        hessian: DecayedHessian {
            is_refined,
            smallest: end(values.first()),
            largest: end(values.last()),
            inertia,
        },
        agree,
    })
}

/// Loss, gradient and Hessian at weights of the data, biases and all, in units of `½‖·‖²`; its loss is without `κ`.
///
/// # Errors
/// When the weights are another problem's.
pub fn own_at(problem: &OwnProblem, weights: &Weights) -> Result<Regularised, WeightsError> {
    let network = DecayedNetwork::with_free_biases(problem.reduction(), problem.decay().layers());
    network.at(weights)
}

/// Directions of descent from weights of the data, as
/// [`decayed_directions`](crate::decayed_directions).
///
/// # Errors
/// When the eigenvalue decomposition fails.
///
/// # Panics
/// When the weights are another problem's.
pub fn own_directions(
    problem: &OwnProblem,
    weights: &Weights,
) -> Result<Vec<DirectionInData>, DecompositionError> {
    let (problem, units) = &problem.in_natural_units();
    let weights = weights.map(|entry| units.weight_here(entry));
    let place = Place { problem, widths: weights.widths(), yardstick: yardstick(problem) };
    descent_directions(&place, weights.matrices())
}
