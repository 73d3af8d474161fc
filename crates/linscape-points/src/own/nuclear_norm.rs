//! Depth 2: the convex problem whose solution is the global minimum.

use super::{FixedRank, Functional, Narrow};
use crate::decay::newton;
use linscape_lapack::{DecompositionError, thin_svd};
use nalgebra::DMatrix;

/// Steps of the accelerated proximal gradient method.
const STEPS: usize = 40_000;

/// Every so many steps the rank is tried.
const TRIED: usize = 25;

/// The minimum of `½‖Y − WX‖² + λ‖W‖_*`, proved by `‖A − WC‖ ≤ λ`; `None` when it was not found in so many
/// steps.
///
/// # Method
/// Accelerated proximal gradients (with restarts) find the rank; Newton's method on the network of that
/// rank finishes, and the dual norm of the residual decides.
pub(super) fn nuclear_norm_minimum(
    functional: &Functional,
) -> Result<Option<FixedRank>, DecompositionError> {
    let (outputs, inputs) = functional.pull.shape();
    let mut at = DMatrix::zeros(outputs, inputs);
    let (mut ahead, mut momentum) = (at.clone(), 1.0_f64);
    for step in 0..STEPS {
        // The moments are at most 1: unit steps.
        let moved = &ahead + functional.residual_pull(&ahead);
        let shrunk = shrunk(&moved, functional.decay)?;
        let next = shrunk.product(2);
        if step % TRIED == 0
            && let Some(found) = finished(functional, &shrunk)?
        {
            return Ok(Some(found));
        }
        let grown = f64::midpoint(1.0, (1.0 + 4.0 * momentum * momentum).sqrt());
        let change = &next - &at;
        let restarts = (&ahead - &next).dot(&change) > 0.0;
        let push = if restarts { 0.0 } else { (momentum - 1.0) / grown };
        momentum = if restarts { 1.0 } else { grown };
        ahead = &next + change * push;
        at = next;
    }
    Ok(None)
}

/// Singular values lowered by `λ`, as far as 0.
fn shrunk(matrix: &DMatrix<f64>, decay: f64) -> Result<FixedRank, DecompositionError> {
    let found = thin_svd(matrix.clone())?;
    let rank = found.singular_values.iter().take_while(|value| **value > decay).count();
    let kept = &found.singular_values[..rank];
    Ok(FixedRank {
        left: found.u.columns(0, rank).into_owned(),
        right: found.vt.rows(0, rank).transpose(),
        amplitudes: kept.iter().map(|value| (value - decay).sqrt()).collect(),
    })
}

/// The critical point of that rank nearby, if it is the minimum.
fn finished(
    functional: &Functional,
    near: &FixedRank,
) -> Result<Option<FixedRank>, DecompositionError> {
    let rank = near.amplitudes.len();
    let found = if rank == 0 {
        near.clone()
    } else {
        let field = Narrow::new(functional, rank);
        let start = field.weights(near);
        match newton(&field, &start)? {
            Some(end) if (&end - &start).norm() <= 0.1 * start.norm() => field.product(&end)?,
            _ => return Ok(None),
        }
    };
    let rest = functional.unlearned(&found)?.first().copied().unwrap_or(0.0);
    Ok((rest <= functional.decay * (1.0 + 1e-12)).then_some(found))
}
