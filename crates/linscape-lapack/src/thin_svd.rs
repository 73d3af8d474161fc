//! The parts of a singular value decomposition.

use nalgebra::DMatrix;

/// `A = U diag(s) Vᵀ` with `A` of shape `m × n` and `k = min(m, n)`.
#[derive(Debug, Clone, PartialEq)]
pub struct ThinSvd {
    /// `m × k`, left singular vectors in the order of the singular values.
    pub u: DMatrix<f64>,
    /// `k` singular values, nonincreasing.
    pub singular_values: Vec<f64>,
    /// `k × n`, right singular vectors as rows.
    pub vt: DMatrix<f64>,
}
