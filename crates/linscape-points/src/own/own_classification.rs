//! Which listed point given weights are at, or near.

use super::own_road::{dense, yardstick};
use super::{OwnLandscape, OwnProblem};
use crate::DirectionInData;
use crate::decay::{
    Criticality, DecayedHessian, EXPLAINED, Field, Yardstick, descent_directions, flat, newton,
    unflat,
};
use linscape_curvature::{NumericalInertia, Regularised};
use linscape_lapack::{DecompositionError, symmetric_eigenvalues};
use linscape_network::{Layers as _, Weights};
use nalgebra::DVector;

/// What was found out about weights.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnClassification {
    /// The loss, in the problem's convention, the penalty included.
    pub loss: f64,
    /// Norm of the gradient of loss and penalty, in the problem's convention.
    pub gradient_norm: f64,
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

    fn nearest(&self, landscape: &OwnLandscape, flat: &DVector<f64>) -> Near {
        let product = self.weights(flat).product();
        let length = self.problem.units().length;
        let near = |point: usize| {
            let own = landscape.points[point].product(self.problem);
            let distance = (&product - &own).norm();
            let largest = product.norm().max(own.norm()).max(1e-9 * length);
            Near { point, distance, relative: distance / largest }
        };
        let all = (0..landscape.points.len()).map(near);
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

/// Says what weights of the data are, stored with relative precision `epsilon`.
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
    let place = Place { problem, widths: weights.widths(), yardstick: yardstick(problem) };
    let start = flat(weights.matrices());
    let here = place.at(&start);
    let found = newton(&place, &start)?;
    let norm = start.norm().max(place.unit());
    let moved = found.as_ref().map(|end| (end - &start).norm() / norm);
    let explained = EXPLAINED * epsilon.max(f64::EPSILON);
    let critical = Criticality::of_distance(moved, explained);
    let end = found.clone().unwrap_or_else(|| start.clone());
    let there = place.nearest(landscape, &end);
    let listed = found.is_some().then_some(there.relative <= SAME);
    let is_critical = critical == Criticality::Critical;
    let near = if is_critical { there } else { place.nearest(landscape, &start) };
    let nearest = near.point;
    let values = symmetric_eigenvalues(place.at(&end).hessian)?;
    let ends = (values.first().copied().unwrap_or(0.0), values.last().copied().unwrap_or(0.0));
    let biases = problem.biases();
    let inertia = NumericalInertia::of(&values, place.scale(&end))
        .with_zeros(biases.flat)
        .with_positive(biases.positive);
    let agree = (is_critical && listed == Some(true))
        .then(|| landscape.points[nearest].inertia.and_then(|own| inertia.agree_with(own)))
        .flatten();
    Ok(OwnClassification {
        loss: problem.loss(here.loss / problem.units().energy),
        gradient_norm: problem.factor() * here.gradient.length(),
        critical,
        moved,
        nearest,
        distance: near.distance,
        product_distance: near.relative,
        listed,
        hessian: DecayedHessian {
            is_refined: moved.is_some_and(|moved| moved > 0.0),
            smallest: problem.factor() * ends.0,
            largest: problem.factor() * ends.1,
            inertia,
        },
        agree,
    })
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
    let place = Place { problem, widths: weights.widths(), yardstick: yardstick(problem) };
    descent_directions(&place, weights.matrices())
}
