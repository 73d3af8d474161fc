//! Bounds on spectral norms.

use linscape_lapack::{DecompositionError, multiply_transposed, singular_values};
use nalgebra::DMatrix;

/// The largest singular value; 0 of a matrix without entries.
pub(super) fn spectral_norm(matrix: DMatrix<f64>) -> Result<f64, DecompositionError> {
    Ok(singular_values(matrix)?.first().copied().unwrap_or(0.0))
}

/// A bound on the largest singular value by one product: `‖A‖₂ ≤ ‖AᵀA‖_F^{1/2} ≤ ‖A‖_F`. Of a matrix of noise, order
/// `n`, it is too large by `n^{1/4}`, where the Frobenius norm is by `n^{1/2}`. What is below
/// `negligible` in Frobenius norm is not multiplied.
pub(super) fn spectral_bound(matrix: &DMatrix<f64>, negligible: f64) -> f64 {
    let norm = matrix.norm();
    if norm <= negligible || matrix.is_empty() {
        return norm;
    }
    // Squares of small numbers are to stay numbers.
    let unit = matrix / norm;
    norm * multiply_transposed(&unit, &unit).norm().sqrt()
}
