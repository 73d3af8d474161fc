//! How errors of factors become errors of products.

use std::ops::{Add, Mul};

/// A bound on the spectral norm of a matrix, and one on the Frobenius norm of its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ErrorBound {
    pub norm: f64,
    pub error: f64,
}

impl Mul for ErrorBound {
    type Output = Self;

    /// `‖(A + E)(B + F) − AB‖ ≤ ‖A‖‖F‖ + ‖E‖‖B‖ + ‖E‖‖F‖`.
    fn mul(self, other: Self) -> Self {
        let error = self.norm * other.error + self.error * (other.norm + other.error);
        Self { norm: self.norm * other.norm, error }
    }
}

impl Add for ErrorBound {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { norm: self.norm + other.norm, error: self.error + other.error }
    }
}
