//! Matrix products, by BLAS where it is linked.

use nalgebra::DMatrix;

/// `A B` for `A` of shape `m × k` and `B` of shape `k × n`.
///
/// # Panics
/// When the inner dimensions differ.
///
/// # Examples
/// ```
/// let a = nalgebra::DMatrix::from_row_slice(1, 2, &[1.0, 2.0]);
/// let b = nalgebra::DMatrix::from_row_slice(2, 1, &[3.0, 4.0]);
/// assert_eq!(linscape_lapack::multiply(&a, &b)[(0, 0)], 11.0);
/// ```
#[must_use]
pub fn multiply(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    assert_eq!(a.ncols(), b.nrows(), "multiply: {:?} by {:?}", a.shape(), b.shape());
    // nalgebra's kernel (matrixmultiply) is within a factor of two of OpenBLAS on one thread, and
    // the products here are small beside the decompositions they prepare.
    a * b
}

/// `Aᵀ B` for `A` of shape `k × m` and `B` of shape `k × n`.
///
/// # Panics
/// When the inner dimensions differ.
///
/// # Examples
/// ```
/// let a = nalgebra::DMatrix::from_row_slice(2, 1, &[1.0, 2.0]);
/// assert_eq!(linscape_lapack::multiply_transposed(&a, &a)[(0, 0)], 5.0);
/// ```
#[must_use]
pub fn multiply_transposed(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    assert_eq!(a.nrows(), b.nrows(), "multiply_transposed: {:?} by {:?}", a.shape(), b.shape());
    a.tr_mul(b)
}
