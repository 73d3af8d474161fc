//! A proof that a critical point lies near given weights, and that its index is theirs.

use super::Narrow;
use crate::decay::{Field, flat};
use linscape_lapack::{DecompositionError, singular_values, symmetric_eigen, thin_qr};
use nalgebra::DVector;

/// Newton and Kantorovich's theorem in the slice across the hidden rotations of the narrow network.
///
/// With `μ` the smallest absolute eigenvalue of the Hessian in the slice, `η = ‖g‖/μ` and `K` a bound of
/// the third derivative on the ball of radius `2η`, `ηK/μ ≤ ½` proves that one critical point lies within `2η`;
/// `2ηK < μ` that the signs of the eigenvalues are the same there. Rounding enters by an estimate.
///
/// Source: `docs/theory.md`, "Weight decay: continuation".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certificate {
    /// Relative distance within which there is a critical point, and one only up to rotations.
    pub radius: f64,
    /// `μ²/(2ηK)`-like margin: by how many times the condition holds; above 1.
    pub margin: f64,
}

/// The certificate of weights; `None` when it fails.
pub(super) fn certificate(
    field: &Narrow,
    weights: &DVector<f64>,
) -> Result<Option<Certificate>, DecompositionError> {
    let here = field.at(weights);
    let size = weights.norm();
    let rounding = 64.0 * f64::EPSILON * field.scale(weights) * size;
    let gradient = flat(&here.gradient).norm() + rounding;
    let tangents = field.tangents(weights);
    let turning = if tangents.ncols() == 0 {
        f64::INFINITY
    } else {
        singular_values(tangents.clone())?.last().copied().unwrap_or(0.0)
    };
    let mut hessian = here.hessian;
    if tangents.ncols() > 0 {
        let basis = thin_qr(tangents)?.q;
        let scale = hessian.norm().max(f64::MIN_POSITIVE);
        let along = &hessian * &basis;
        let inner = basis.transpose() * &along;
        hessian -= &along * basis.transpose() + &basis * along.transpose();
        // What is left along the rotations is a large eigenvalue, out of the way.
        let middle = inner + nalgebra::DMatrix::identity(basis.ncols(), basis.ncols()) * scale;
        hessian += &basis * middle * basis.transpose();
    }
    let order = hessian.nrows() as f64;
    let noise = 8.0 * order * f64::EPSILON * field.scale(weights);
    let values = symmetric_eigen(hessian)?.values;
    let smallest = values.iter().fold(f64::INFINITY, |least, value| least.min(value.abs())) - noise;
    if smallest <= 0.0 {
        return Ok(None);
    }
    let reach = gradient / smallest;
    let radius = 2.0 * reach;
    let bound = third_derivative(field, here.loss, field.largest_layer(weights) + radius, radius);
    let margin = smallest / (2.0 * reach * bound);
    // The rotations must cross the slice wherever the point may be.
    let crossing = 2.0 * order * radius < turning;
    let is_proved = margin > 1.0 && crossing;
    Ok(is_proved.then_some(Certificate { radius: radius / size, margin }))
}

/// A bound of the loss's third derivative where no layer is larger than `layer`: with `W' ≤ √h b^{h−1}`,
/// `W'' ≤ h b^{h−2}`, `W''' ≤ h^{3/2} b^{h−3}` it is `3 W' W'' + ‖R‖ W'''`, since inputs are in units
/// that stretch nothing.
fn third_derivative(field: &Narrow, loss: f64, layer: f64, radius: f64) -> f64 {
    let h = field.depth() as f64;
    let first = h.sqrt() * layer.powf(h - 1.0);
    let second = h * layer.powf(h - 2.0);
    let third = if field.depth() < 3 { 0.0 } else { h.powf(1.5) * layer.powf(h - 3.0) };
    let residual = (2.0 * loss).sqrt() + first * radius;
    3.0 * first * second + residual * third
}
