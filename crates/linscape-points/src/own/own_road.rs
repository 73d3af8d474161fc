//! A point of the list against the dense Hessian of the whole network in the coordinates of the data.

use super::{OwnPoint, OwnProblem};
use crate::decay::{Yardstick, relative};
use linscape_critical::RandomStream;
use linscape_curvature::{NumericalInertia, Regularised};
use linscape_lapack::{DecompositionError, symmetric_eigenvalues};
use linscape_network::{Layers as _, RandomMatrices as _, Weights};
use nalgebra::DMatrix;

/// Outcome of comparing both roads at one point.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnRoad {
    /// Signs of the dense Hessian's eigenvalues.
    pub numerics: NumericalInertia,
    /// Norm of the gradient relative to its scale.
    pub relative_gradient: f64,
    /// Difference of the losses, relative.
    pub relative_loss: f64,
    /// Whether they agree; `None` when one is undecided.
    pub agree: Option<bool>,
}

/// Largest relative difference that rounding explains.
const ROUNDING: f64 = 1e-10;

/// Random weights of a point, those of the data: `W_i = √(λ̄/λ_i) Q_i diag(x) Q_{i−1}ᵀ` with random
/// orthonormal hidden frames.
///
/// # Errors
/// When a decomposition fails.
///
/// # Panics
/// When the point is another problem's.
pub fn random_own_point(
    problem: &OwnProblem,
    point: &OwnPoint,
    stream: &mut RandomStream,
) -> Result<Weights, DecompositionError> {
    let hidden = problem.widths()[1..problem.depth()].to_vec();
    in_frames(problem, point, &hidden, |width, rank| {
        Ok(stream.orthogonal(width)?.columns(0, rank).into_owned())
    })
}

/// The largest eigenvalue at a point, in the problem's convention and the coordinates of the data: that of a network with
/// one hidden coordinate more than the point has modes, which has all of them.
///
/// # Errors
/// When a decomposition fails.
///
/// # Panics
/// When the point is another problem's.
///
/// # Complexity
/// The cube of `d_0 r + r² h + r d_h`, for rank `r`.
pub fn own_sharpness(problem: &OwnProblem, point: &OwnPoint) -> Result<f64, DecompositionError> {
    let room = |&width: &usize| width.min(point.rank() + 1);
    let hidden: Vec<usize> = problem.widths()[1..problem.depth()].iter().map(room).collect();
    let frame = |width, rank| Ok(DMatrix::identity(width, rank));
    let weights = in_frames(problem, point, &hidden, frame)?;
    let (natural, units) = problem.in_natural_units();
    let weights = weights.map(|own| units.weight_here(own));
    let values = symmetric_eigenvalues(dense(&natural, &weights).hessian)?;
    Ok(units.eigenvalue(problem.factor() * values.last().copied().unwrap_or(0.0)))
}

/// The weights of a point with frames of the hidden layers, of which each is made for a width and a rank.
fn in_frames(
    problem: &OwnProblem,
    point: &OwnPoint,
    hidden: &[usize],
    mut frame: impl FnMut(usize, usize) -> Result<DMatrix<f64>, DecompositionError>,
) -> Result<Weights, DecompositionError> {
    let (depth, rank) = (problem.depth(), point.rank());
    let mut frames = vec![problem.frame() * &point.product.right];
    for &width in hidden {
        frames.push(frame(width, rank)?);
    }
    frames.push(point.product.left.clone());
    let mean = problem.decay().mean();
    let matrices = (1..=depth).map(|layer| {
        let share = (mean / problem.decay().layers()[layer - 1]).sqrt();
        let mut scaled = frames[layer].clone();
        for (mut column, amplitude) in scaled.column_iter_mut().zip(&point.amplitudes) {
            column *= share * amplitude;
        }
        scaled * frames[layer - 1].transpose()
    });
    Ok(Weights::new(matrices.collect()).expect("finite weights that chain"))
}

/// Compares gradient, loss and inertia of a point with those of the dense regularised loss at given
/// weights of it.
///
/// # Errors
/// When the eigenvalue computation fails.
///
/// # Panics
/// When point or weights are another problem's.
///
/// # Complexity
/// `O(N³)` time, `8 N²` bytes.
pub fn own_road(
    problem: &OwnProblem,
    point: &OwnPoint,
    weights: &Weights,
) -> Result<OwnRoad, DecompositionError> {
    let (problem, units) = &problem.in_natural_units();
    let (point, weights) = (&point.measured_in(*units), &weights.map(|own| units.weight_here(own)));
    let at = dense(problem, weights);
    let yardstick = yardstick(problem);
    let scale = yardstick.scale(weights.matrices());
    let values = symmetric_eigenvalues(at.hessian.clone())?;
    let biases = problem.biases();
    let numerics =
        NumericalInertia::of(&values, scale).with_zeros(biases.flat).with_positive(biases.positive);
    let norm = weights.matrices().length() + yardstick.unit();
    let relative_gradient = relative(at.gradient.length() / scale, norm);
    let expected = point.loss;
    let found = problem.loss(at.loss / problem.units().energy);
    let relative_loss = relative((found - expected).abs(), expected.abs());
    let within = relative_gradient <= ROUNDING && relative_loss <= ROUNDING;
    let agree = point
        .inertia
        .and_then(|stated| if within { numerics.agree_with(stated) } else { Some(false) });
    Ok(OwnRoad { numerics, relative_gradient, relative_loss, agree })
}

/// Loss, gradient and Hessian at weights of the data, in units of `½‖·‖²` and without `κ`.
pub(super) fn dense(problem: &OwnProblem, weights: &Weights) -> Regularised {
    let decay = problem.decay().layers();
    Regularised::new(weights, Some(&problem.map()), problem.target(), decay)
        .expect("weights of this problem")
}

/// What its weights and Hessian are measured with.
pub(super) fn yardstick(problem: &OwnProblem) -> Yardstick {
    Yardstick::new(problem.target(), Some(&problem.map()), problem.decay().layers())
}
