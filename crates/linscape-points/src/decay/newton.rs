//! Newton's method on the gradient of a loss that is flat along its families.

use linscape_curvature::Regularised;
use linscape_lapack::{DecompositionError, symmetric_eigen};
use linscape_network::{Layers as _, layers_of};
use nalgebra::{DMatrix, DVector};

/// A loss with its gradient and Hessian.
pub(crate) trait Field {
    /// All three at flat weights.
    fn at(&self, flat: &DVector<f64>) -> Regularised;
    /// An upper estimate of the Hessian's norm that does not vanish where the Hessian does.
    fn scale(&self, flat: &DVector<f64>) -> f64;
    /// A length that weights of this problem have.
    fn unit(&self) -> f64;
}

/// Steps: from near a critical point it takes four or five.
const STEPS: usize = 30;

/// Eigenvalues below this, relative to the largest, are directions along a family (or across a fold)
/// and are not followed; decay makes all others larger, unless it is that small itself.
const FLAT: f64 = 1e-11;

/// A critical point near the start, along directions that are not flat; `None` unless the method
/// converges.
pub(crate) fn newton(
    field: &impl Field,
    start: &DVector<f64>,
) -> Result<Option<DVector<f64>>, DecompositionError> {
    let mut at = start.clone();
    let mut here = field.at(&at);
    for _ in 0..STEPS {
        let rounding = 64.0 * f64::EPSILON * field.scale(&at) * (at.norm() + field.unit());
        let gradient = flat(&here.gradient);
        if here.gradient.length() <= rounding {
            return Ok(Some(at));
        }
        let step = newton_step(&here.hessian, &gradient)?;
        // A step as long as the weights leads somewhere else.
        if step.norm() > at.norm() + field.unit() {
            return Ok(None);
        }
        let next = &at - &step;
        let there = field.at(&next);
        if there.gradient.length() > 2.0 * here.gradient.length() {
            return Ok(None);
        }
        let stalled = step.norm() <= f64::EPSILON * at.norm();
        (at, here) = (next, there);
        if stalled {
            break;
        }
    }
    let rounding = 1e4 * f64::EPSILON * field.scale(&at) * (at.norm() + field.unit());
    Ok((here.gradient.length() <= rounding).then_some(at))
}

/// `H⁺ g`, without the flat directions.
fn newton_step(
    hessian: &DMatrix<f64>,
    gradient: &DVector<f64>,
) -> Result<DVector<f64>, DecompositionError> {
    let eigen = symmetric_eigen(hessian.clone())?;
    let largest = eigen.values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let mut along = eigen.vectors.transpose() * gradient;
    for (entry, value) in along.iter_mut().zip(&eigen.values) {
        *entry = if value.abs() > FLAT * largest { *entry / value } else { 0.0 };
    }
    Ok(&eigen.vectors * along)
}

/// All entries of a network's matrices, layer by layer.
pub(crate) fn flat(matrices: &[DMatrix<f64>]) -> DVector<f64> {
    DVector::from_vec(matrices.flat())
}

/// The matrices of a network of given widths.
pub(crate) fn unflat(widths: &[usize], flat: &DVector<f64>) -> Vec<DMatrix<f64>> {
    layers_of(widths, flat.as_slice())
}
