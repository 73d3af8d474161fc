//! What can go wrong inside a decomposition.

use thiserror::Error;

/// Why a decomposition has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DecompositionError {
    /// An entry of the matrix is NaN or infinite.
    #[error("the matrix has an entry that is not finite (row {row}, column {column})")]
    NotFinite {
        /// 1-based row of the first such entry in column order.
        row: usize,
        /// 1-based column of the first such entry.
        column: usize,
    },
    /// The iteration inside the library did not converge.
    #[error("{routine} did not converge on a {rows}×{columns} matrix")]
    NotConverged {
        /// Name of the routine.
        routine: &'static str,
        /// Rows of the matrix.
        rows: usize,
        /// Columns of the matrix.
        columns: usize,
    },
    /// The matrix is too large for LAPACK's 32-bit indices.
    #[error("a {rows}×{columns} matrix is too large for LAPACK's 32-bit work arrays")]
    TooLarge {
        /// Rows of the matrix.
        rows: usize,
        /// Columns of the matrix.
        columns: usize,
    },
}

/// Largest order whose LAPACK work size still fits 32 bits (`2n² < 2³¹`).
pub(crate) const LARGEST_ORDER: usize = 32_000;

/// Refuses non-finite entries, on which LAPACK's routines may loop or answer nonsense, and orders
/// whose work arrays outgrow 32-bit indices.
pub(crate) fn require_decomposable(
    matrix: &nalgebra::DMatrix<f64>,
) -> Result<(), DecompositionError> {
    let (rows, columns) = matrix.shape();
    if rows.min(columns) > LARGEST_ORDER || i32::try_from(rows.max(columns)).is_err() {
        return Err(DecompositionError::TooLarge { rows, columns });
    }
    match matrix.iter().position(|entry| !entry.is_finite()) {
        None => Ok(()),
        Some(at) => {
            Err(DecompositionError::NotFinite { row: at % rows + 1, column: at / rows + 1 })
        }
    }
}
