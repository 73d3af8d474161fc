//! Singular value decomposition without LAPACK, or where LAPACK gives up: one-sided Jacobi rotations.
//!
//! nalgebra's own decomposition (0.35) returns wrong singular values for many rank-deficient
//! matrices, `[[6, −6], [−4, 4]]` among them, with orthonormal factors and without a warning
//! (its issue 1172). Rank-deficient matrices are what the landscape is about.

use crate::{DecompositionError, ThinSvd, thin_qr};
use nalgebra::DMatrix;

/// Sweeps over all pairs of columns after which a decomposition is given up; ten are many.
const SWEEPS: usize = 60;

/// The singular value decomposition of a square matrix by one-sided Jacobi rotations: columns of
/// `A V` are made orthogonal pair by pair, their lengths are the singular values.
///
/// Source: Demmel and Veselić, Jacobi's method is more accurate than QR, 1992.
pub(crate) fn jacobi_svd(matrix: DMatrix<f64>) -> Result<ThinSvd, DecompositionError> {
    let order = matrix.nrows();
    let scale = matrix.amax();
    if scale <= 0.0 {
        let identity = DMatrix::identity(order, order);
        return Ok(ThinSvd {
            u: identity.clone(),
            singular_values: vec![0.0; order],
            vt: identity,
        });
    }
    // Squares of entries neither overflow nor vanish.
    let mut columns = matrix / scale;
    let mut right = DMatrix::identity(order, order);
    // Rotations keep the whole length, and leave columns shorter than this to rounding: a column
    // that is zero but for it never becomes orthogonal to the others.
    let rounding = order as f64 * f64::EPSILON * columns.norm();
    let mut sweeps = 0;
    while sweep(&mut columns, &mut right, rounding * rounding) {
        sweeps += 1;
        if sweeps == SWEEPS {
            let (rows, columns) = (order, order);
            return Err(DecompositionError::NotConverged { routine: "Jacobi", rows, columns });
        }
    }
    let lengths: Vec<f64> = columns.column_iter().map(|column| column.norm()).collect();
    let mut by_length: Vec<usize> = (0..order).collect();
    by_length.sort_by(|&a, &b| lengths[b].total_cmp(&lengths[a]));
    let left = left_factor(&columns.select_columns(&by_length))?;
    let singular_values = by_length.iter().map(|&at| lengths[at] * scale).collect();
    Ok(ThinSvd { u: left, singular_values, vt: right.select_columns(&by_length).transpose() })
}

/// Rotates every pair of columns once, but for those whose square is at most `zero`; whether any
/// was not orthogonal.
fn sweep(columns: &mut DMatrix<f64>, right: &mut DMatrix<f64>, zero: f64) -> bool {
    let order = columns.ncols();
    let mut rotated = false;
    for p in 0..order {
        for q in p + 1..order {
            let (first, second) = (columns.column(p), columns.column(q));
            let (alpha, beta) = (first.norm_squared(), second.norm_squared());
            let gamma = first.dot(&second);
            let orthogonal = 4.0 * f64::EPSILON * (alpha * beta).sqrt();
            if gamma.abs() <= orthogonal || alpha.min(beta) <= zero {
                continue;
            }
            rotated = true;
            let zeta = (beta - alpha) / (2.0 * gamma);
            let tangent = zeta.signum() / (zeta.abs() + zeta.hypot(1.0));
            let cosine = tangent.hypot(1.0).recip();
            rotate(columns, p, q, cosine, cosine * tangent);
            rotate(right, p, q, cosine, cosine * tangent);
        }
    }
    rotated
}

fn rotate(matrix: &mut DMatrix<f64>, p: usize, q: usize, cosine: f64, sine: f64) {
    let (mut first, mut second) = matrix.columns_range_pair_mut(p, q);
    for (a, b) in first.iter_mut().zip(second.iter_mut()) {
        (*a, *b) = (cosine * *a - sine * *b, sine * *a + cosine * *b);
    }
}

/// Orthogonal columns of nonincreasing length as an orthonormal basis: those that are rounding of
/// zero are replaced by any that complete the others.
fn left_factor(columns: &DMatrix<f64>) -> Result<DMatrix<f64>, DecompositionError> {
    let order = columns.ncols();
    // As in the sweeps: what they left alone is no direction.
    let rounding = order as f64 * f64::EPSILON * columns.norm();
    let rank = columns.column_iter().take_while(|column| column.norm() > rounding).count();
    let mut basis = DMatrix::zeros(order, order);
    for (mut unit, column) in basis.column_iter_mut().zip(columns.column_iter()).take(rank) {
        unit.copy_from(&column.normalize());
    }
    if rank < order {
        // Reflections complete the basis: the first columns of Q are those given, up to sign.
        let completed = thin_qr(basis.clone())?.q;
        basis.columns_mut(rank, order - rank).copy_from(&completed.columns(rank, order - rank));
    }
    Ok(basis)
}
