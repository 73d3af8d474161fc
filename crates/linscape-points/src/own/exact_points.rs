//! Points that closed forms give.

use super::{FixedRank, OwnProblem};
use linscape_decay::SelfConsistent;
use linscape_lapack::{DecompositionError, thin_svd};
use nalgebra::DMatrix;

/// Depth 1: `W = A (C + λI)⁻¹`.
pub(super) fn ridge(problem: &OwnProblem) -> Result<FixedRank, DecompositionError> {
    let functional = problem.functional();
    let mut product = functional.pull;
    for (mut column, moment) in product.column_iter_mut().zip(&functional.moments) {
        column.unscale_mut(moment + functional.decay);
    }
    let found = thin_svd(product)?;
    let largest = found.singular_values.first().copied().unwrap_or(0.0);
    let learned = |own: &&f64| **own > f64::EPSILON * largest && **own > 0.0;
    let rank = found.singular_values.iter().take_while(learned).count();
    Ok(FixedRank {
        left: found.u.columns(0, rank).into_owned(),
        right: found.vt.rows(0, rank).transpose(),
        amplitudes: found.singular_values[..rank].to_vec(),
    })
}

/// The origin.
pub(super) fn origin(problem: &OwnProblem) -> FixedRank {
    let (inputs, outputs) = (problem.widths()[0], problem.widths()[problem.depth()]);
    FixedRank {
        left: DMatrix::zeros(outputs, 0),
        right: DMatrix::zeros(inputs, 0),
        amplitudes: Vec::new(),
    }
}

/// One output: `w = (C + (λ/t) I)⁻¹ a` for every root `t`, in increasing order, and whether their number is
/// undecided.
pub(super) fn one_output(problem: &OwnProblem) -> (Vec<FixedRank>, bool) {
    let functional = problem.functional();
    let pulls: Vec<f64> = functional.pull.iter().copied().collect();
    let equation =
        SelfConsistent::new(functional.depth, &pulls, &functional.moments, functional.decay);
    let roots = equation.roots(problem.tolerance());
    let point = |&root: &f64| {
        let map = |at: usize| pulls[at] / (functional.moments[at] + functional.decay / root);
        let mut right = DMatrix::from_fn(pulls.len(), 1, |at, _| map(at));
        let norm = right.norm();
        right.unscale_mut(norm);
        let amplitude = root.powf(1.0 / (2.0 * functional.depth as f64 - 2.0));
        FixedRank { left: DMatrix::from_element(1, 1, 1.0), right, amplitudes: vec![amplitude] }
    };
    (roots.found.iter().map(point).collect(), roots.undecided)
}
