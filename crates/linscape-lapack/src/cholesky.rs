//! A proof that a symmetric matrix is positive definite.

use crate::DecompositionError;
use crate::error::require_decomposable;
use nalgebra::DMatrix;

/// Whether a symmetric `n × n` matrix is proved to be positive definite; only the lower triangle is
/// read. `true` is a proof, rounding included; `false` proves nothing.
///
/// # Method
/// A Cholesky decomposition in floating point that runs to its end has factored a matrix within
/// `c = φ tr A` of `A` in the spectral norm, `φ = γ/(1 − γ)`, `γ = (n + 1)u/(1 − (n + 1)u)`, whatever
/// the order of its sums. So `A − cI` is decomposed, with twice that `c`: for the subtraction, and for
/// routines that divide by multiplying with a reciprocal.
///
/// Source: S. M. Rump, BIT Numerical Mathematics 46 (2006) 433–452, Theorem 2.3 and Corollary 2.4.
///
/// # Errors
/// When an entry is not finite or LAPACK's indices overflow.
///
/// # Panics
/// When the matrix is not square.
///
/// # Edge cases
/// The matrix of order 0 is positive definite. Entries have to be far from underflow: scale first.
///
/// # Complexity
/// `n³/3` operations (LAPACK `dpotrf`), in place of the given matrix.
///
/// # Examples
/// ```
/// use linscape_lapack::is_proved_positive;
/// // Eigenvalues 1 and 3; 1 and −1; 0 and 2, of which rounding cannot tell.
/// let matrix = |a, b| nalgebra::DMatrix::from_row_slice(2, 2, &[a, b, b, a]);
/// assert!(is_proved_positive(matrix(2.0, 1.0))?);
/// assert!(!is_proved_positive(matrix(0.0, 1.0))?);
/// assert!(!is_proved_positive(matrix(1.0, 1.0))?);
/// # Ok::<(), linscape_lapack::DecompositionError>(())
/// ```
pub fn is_proved_positive(mut matrix: DMatrix<f64>) -> Result<bool, DecompositionError> {
    assert!(matrix.is_square(), "a symmetric matrix is square, got {:?}", matrix.shape());
    require_decomposable(&matrix)?;
    let error = cholesky_error(matrix.nrows(), matrix.trace());
    for at in 0..matrix.nrows() {
        matrix[(at, at)] -= error;
        if matrix[(at, at)] <= 0.0 {
            return Ok(false);
        }
    }
    Ok(factors(matrix))
}

/// What [`is_proved_positive`] subtracts from the diagonal of a matrix of this order and trace: a
/// smallest eigenvalue that is no larger cannot be proved to be positive.
///
/// # Examples
/// ```
/// // About 2 (n + 1) u tr A.
/// let error = linscape_lapack::cholesky_error(99, 1.0);
/// assert!((error / (2.0 * 100.0 * 2.0_f64.powi(-53)) - 1.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn cholesky_error(order: usize, trace: f64) -> f64 {
    let units = (order as f64 + 1.0) * 0.5 * f64::EPSILON;
    let gamma = units / (1.0 - units);
    2.0 * gamma / (1.0 - gamma) * trace.abs()
}

#[cfg(feature = "lapack")]
#[allow(unsafe_code, reason = "nalgebra-lapack copies the triangle that LAPACK leaves as it is")]
fn factors(mut matrix: DMatrix<f64>) -> bool {
    let Ok(order) = i32::try_from(matrix.nrows()) else { return false };
    if order == 0 {
        return true;
    }
    let mut info = 0;
    // SAFETY: the matrix is n×n with leading dimension n, and nothing else is touched.
    unsafe { lapack::dpotrf(b'L', order, matrix.as_mut_slice(), order, &mut info) };
    info == 0
}

#[cfg(not(feature = "lapack"))]
fn factors(matrix: DMatrix<f64>) -> bool {
    nalgebra::Cholesky::new(matrix).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `QDQᵀ` with a reflection `Q` and the given eigenvalues.
    fn with_eigenvalues(values: &[f64]) -> DMatrix<f64> {
        let order = values.len();
        let unit = DMatrix::from_fn(order, 1, |at, _| 1.0 + (at % 3) as f64).normalize();
        let turn = DMatrix::identity(order, order) - 2.0 * &unit * unit.transpose();
        let diagonal = DMatrix::from_fn(order, order, |i, j| if i == j { values[i] } else { 0.0 });
        &turn * diagonal * turn.transpose()
    }

    #[test]
    fn what_is_proved_is_true_and_what_is_clear_is_proved() {
        let mut proved = 0;
        for exponent in 1..=18 {
            let smallest = 10.0_f64.powi(-exponent);
            for order in [2, 40, 130] {
                let mut values: Vec<f64> = (0..order).map(|at| 1.0 + at as f64).collect();
                let trace: f64 = values.iter().sum();
                values[0] = smallest;
                let sign = is_proved_positive(with_eigenvalues(&values)).expect("finite");
                // Twice the bound: the test's own matrix is rounded too.
                let is_clear = smallest > 2.0 * cholesky_error(order, trace);
                assert!(sign || !is_clear, "{order} {smallest}");
                proved += usize::from(sign);
                values[0] = -smallest;
                let wrong = is_proved_positive(with_eigenvalues(&values)).expect("finite");
                assert!(!wrong, "{order} {smallest}");
            }
        }
        assert!((30..54).contains(&proved), "{proved}");
    }

    #[test]
    fn a_matrix_that_is_not_finite_is_refused_and_the_empty_one_positive() {
        assert!(is_proved_positive(DMatrix::from_element(1, 1, f64::NAN)).is_err());
        assert_eq!(is_proved_positive(DMatrix::zeros(0, 0)), Ok(true));
        assert_eq!(is_proved_positive(DMatrix::zeros(2, 2)), Ok(false));
    }
}
