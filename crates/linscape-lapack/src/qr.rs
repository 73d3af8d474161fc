//! Thin QR of a tall matrix.

use crate::DecompositionError;
use crate::error::require_decomposable;
use nalgebra::DMatrix;

/// `A = Q R` with `A` of shape `m × n`, `m ≥ n`: `Q` is `m × n` with orthonormal columns, `R` is
/// `n × n` upper triangular.
#[derive(Debug, Clone, PartialEq)]
pub struct ThinQr {
    /// `m × n`, orthonormal columns.
    pub q: DMatrix<f64>,
    /// `n × n`, upper triangular.
    pub r: DMatrix<f64>,
}

/// The thin QR decomposition of a tall `m × n` matrix (`m ≥ n`), by Householder reflections.
///
/// # Errors
/// When an entry is not finite or LAPACK's indices overflow.
///
/// # Panics
/// When the matrix has more columns than rows.
///
/// # Complexity
/// `O(m n²)` time, `O(m n)` memory: no `m × m` factor is formed.
///
/// # Examples
/// ```
/// let a = nalgebra::DMatrix::from_row_slice(2, 1, &[3.0, 4.0]);
/// let qr = linscape_lapack::thin_qr(a)?;
/// assert!((qr.r[(0, 0)].abs() - 5.0).abs() < 1e-14);
/// # Ok::<(), linscape_lapack::DecompositionError>(())
/// ```
pub fn thin_qr(matrix: DMatrix<f64>) -> Result<ThinQr, DecompositionError> {
    let (rows, columns) = matrix.shape();
    assert!(rows >= columns, "thin_qr takes tall matrices, got {rows}×{columns}");
    require_decomposable(&matrix)?;
    factorise(matrix)
}

/// `R` of the thin QR decomposition of a tall `m × n` matrix alone, `n × n` and upper triangular: `AᵀA = RᵀR`.
///
/// # Errors
/// As [`thin_qr`].
///
/// # Panics
/// When the matrix has more columns than rows.
///
/// # Complexity
/// `O(m n²)` time, in place of the given matrix.
///
/// # Examples
/// ```
/// let a = nalgebra::DMatrix::from_row_slice(2, 1, &[3.0, 4.0]);
/// assert!((linscape_lapack::triangular_factor(a)?[(0, 0)].abs() - 5.0).abs() < 1e-14);
/// # Ok::<(), linscape_lapack::DecompositionError>(())
/// ```
pub fn triangular_factor(matrix: DMatrix<f64>) -> Result<DMatrix<f64>, DecompositionError> {
    let (rows, columns) = matrix.shape();
    assert!(rows >= columns, "triangular_factor takes tall matrices, got {rows}×{columns}");
    require_decomposable(&matrix)?;
    triangle(matrix)
}

#[cfg(feature = "lapack")]
fn triangle(matrix: DMatrix<f64>) -> Result<DMatrix<f64>, DecompositionError> {
    use nalgebra_lapack::{QR, QrDecomposition};

    let (rows, columns) = matrix.shape();
    let failed = |_| DecompositionError::NotConverged { routine: "dgeqrf", rows, columns };
    Ok(QR::new(matrix).map_err(failed)?.r())
}

#[cfg(not(feature = "lapack"))]
#[allow(clippy::unnecessary_wraps, reason = "same signature as the LAPACK one")]
fn triangle(matrix: DMatrix<f64>) -> Result<DMatrix<f64>, DecompositionError> {
    Ok(matrix.qr().r())
}

#[cfg(feature = "lapack")]
fn factorise(matrix: DMatrix<f64>) -> Result<ThinQr, DecompositionError> {
    use nalgebra_lapack::{QR, QrDecomposition};

    let (rows, columns) = matrix.shape();
    let failed = |_| DecompositionError::NotConverged { routine: "dgeqrf", rows, columns };
    let qr = QR::new(matrix).map_err(failed)?;
    Ok(ThinQr { q: qr.q(), r: qr.r() })
}

#[cfg(not(feature = "lapack"))]
#[allow(clippy::unnecessary_wraps, reason = "same signature as the LAPACK one")]
fn factorise(matrix: DMatrix<f64>) -> Result<ThinQr, DecompositionError> {
    let qr = matrix.qr();
    Ok(ThinQr { q: qr.q(), r: qr.r() })
}
