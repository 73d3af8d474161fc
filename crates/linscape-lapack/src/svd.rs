//! Thin singular value decomposition.

use crate::error::require_decomposable;
use crate::{DecompositionError, ThinSvd, multiply, thin_qr};
use nalgebra::DMatrix;

/// The thin singular value decomposition of any `m × n` matrix.
///
/// A matrix that is not square is first reduced by a thin QR of its tall side, so that the largest
/// factor held is `max(m, n) × min(m, n)`; the normal equations are never formed. Where LAPACK's
/// divide and conquer gives up, Jacobi rotations take its place.
///
/// # Errors
/// When an entry is not finite, the iteration fails or LAPACK's indices overflow.
///
/// # Edge cases
/// A matrix without entries has no singular values.
///
/// # Complexity
/// `O(m n min(m, n))`.
///
/// # Examples
/// ```
/// let a = nalgebra::DMatrix::from_row_slice(2, 3, &[0.0, 2.0, 0.0, 3.0, 0.0, 0.0]);
/// let svd = linscape_lapack::thin_svd(a)?;
/// assert!((svd.singular_values[0] - 3.0).abs() < 1e-14);
/// assert!((svd.singular_values[1] - 2.0).abs() < 1e-14);
/// # Ok::<(), linscape_lapack::DecompositionError>(())
/// ```
pub fn thin_svd(matrix: DMatrix<f64>) -> Result<ThinSvd, DecompositionError> {
    let (rows, columns) = matrix.shape();
    if rows == 0 || columns == 0 {
        return Ok(ThinSvd {
            u: DMatrix::zeros(rows, 0),
            singular_values: Vec::new(),
            vt: DMatrix::zeros(0, columns),
        });
    }
    require_decomposable(&matrix)?;
    if rows > columns {
        let qr = thin_qr(matrix)?;
        let inner = factorise_square(qr.r)?;
        return Ok(ThinSvd { u: multiply(&qr.q, &inner.u), ..inner });
    }
    if rows < columns {
        let ThinSvd { u, singular_values, vt } = thin_svd(matrix.transpose())?;
        return Ok(ThinSvd { u: vt.transpose(), singular_values, vt: u.transpose() });
    }
    factorise_square(matrix)
}

#[cfg(feature = "lapack")]
fn factorise_square(matrix: DMatrix<f64>) -> Result<ThinSvd, DecompositionError> {
    // Square, so the full factors it forms are the thin ones.
    let Some(svd) = nalgebra_lapack::SVD::new(matrix.clone()) else {
        // Divide and conquer gives up on some matrices that rotations decompose.
        return crate::jacobi::jacobi_svd(matrix);
    };
    Ok(ThinSvd { u: svd.u, singular_values: svd.singular_values.as_slice().to_vec(), vt: svd.vt })
}

#[cfg(not(feature = "lapack"))]
fn factorise_square(matrix: DMatrix<f64>) -> Result<ThinSvd, DecompositionError> {
    crate::jacobi::jacobi_svd(matrix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reassembled(svd: &ThinSvd) -> DMatrix<f64> {
        let s = DMatrix::from_diagonal(&nalgebra::DVector::from_vec(svd.singular_values.clone()));
        &svd.u * s * &svd.vt
    }

    fn patterned(rows: usize, columns: usize) -> DMatrix<f64> {
        DMatrix::from_fn(rows, columns, |i, j| ((7 * i + 3 * j + i * j) % 11) as f64 - 5.0)
    }

    #[test]
    fn factors_give_the_matrix_back_for_every_shape() {
        for (rows, columns) in [(1, 1), (5, 5), (9, 4), (4, 9), (1, 6), (6, 1)] {
            let matrix = patterned(rows, columns);
            let svd = thin_svd(matrix.clone()).expect("finite");
            assert!((reassembled(&svd) - &matrix).amax() < 1e-12, "{rows}×{columns}");
            assert!(svd.singular_values.is_sorted_by(|a, b| a >= b));
        }
    }

    #[test]
    fn rank_deficient_matrices_come_back_with_orthonormal_factors() {
        let mut seen = 0;
        for order in 2..8 {
            for rank in 1..order {
                let matrix = patterned(order, rank) * patterned(rank, order);
                let svd = thin_svd(matrix.clone()).expect("finite");
                assert!((reassembled(&svd) - &matrix).norm() < 1e-13 * matrix.norm(), "{matrix}");
                let identity = DMatrix::identity(order, order);
                assert!((svd.u.tr_mul(&svd.u) - &identity).amax() < 1e-13);
                assert!((&svd.vt * svd.vt.transpose() - &identity).amax() < 1e-13);
                seen += 1;
            }
        }
        assert_eq!(seen, 21);
        // All ones, 3 × 5: one singular value, √15.
        let ones = thin_svd(DMatrix::from_element(3, 5, 1.0)).expect("finite");
        assert!((ones.singular_values[0] - 15_f64.sqrt()).abs() < 1e-14);
    }

    #[test]
    fn matrices_of_low_rank_have_orthonormal_factors_and_converge() {
        let mut state = 1_u32;
        let mut entry = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state >> 8) / f64::from(1 << 24) - 0.5
        };
        for order in 2..12 {
            for rank in 1..order {
                let left = DMatrix::from_fn(order, rank, |_, _| entry());
                let right = DMatrix::from_fn(rank, order, |_, _| entry());
                let matrix = left * right;
                let svd = thin_svd(matrix.clone()).expect("converges");
                assert!((reassembled(&svd) - &matrix).amax() < 1e-13, "{order}, {rank}");
                let unit = DMatrix::identity(order, order);
                assert!((svd.u.transpose() * &svd.u - &unit).amax() < 1e-12, "{order}, {rank}");
                assert!((&svd.vt * svd.vt.transpose() - &unit).amax() < 1e-12, "{order}, {rank}");
                assert!(svd.singular_values[rank..].iter().all(|value| *value < 1e-13));
            }
        }
    }

    #[test]
    fn a_zero_matrix_has_orthonormal_factors() {
        let svd = thin_svd(DMatrix::zeros(4, 2)).expect("finite");
        assert_eq!(svd.singular_values, [0.0, 0.0]);
        assert!((svd.u.transpose() * &svd.u - DMatrix::identity(2, 2)).amax() < 1e-12);
    }

    #[test]
    fn a_nan_is_refused_with_its_place() {
        let mut matrix = patterned(3, 3);
        matrix[(1, 2)] = f64::NAN;
        assert_eq!(thin_svd(matrix), Err(DecompositionError::NotFinite { row: 2, column: 3 }));
    }
}
