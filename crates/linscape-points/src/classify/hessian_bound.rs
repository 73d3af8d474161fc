//! How large the Hessian is, and how wrong it may be.

use std::ops::{Add, Mul};

use crate::WeightErrors;
use crate::measured::{ErrorBound, PointErrors, PointSpectra};

/// What an eigenvalue of the Hessian at given weights has to be compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct HessianBound {
    /// Bounds on the Hessian of `½‖Σ − W‖²` and on its error, from those of the weights.
    pub size: ErrorBound,
    /// An eigenvalue that much larger than its error is nonzero.
    pub clear: f64,
}

impl HessianBound {
    /// Adds up the blocks, each bounded by the norms of its factors.
    pub(crate) fn of(spectra: &PointSpectra, errors: &WeightErrors) -> Self {
        let depth = spectra.depth();
        let bounds = PointErrors::of(spectra, errors);
        let product = |x: usize, y: usize| bounds.product(x, y);
        let mut squares = (0.0, 0.0);
        for i in 1..=depth {
            for j in 1..=i {
                let before = product(0, i - 1).mul(product(0, j - 1));
                let mut block = before.mul(product(i, depth)).mul(product(j, depth));
                if i > j {
                    let pulled = bounds.pulled(j - 1, i);
                    block = block.add(pulled.mul(product(j, i - 1)));
                }
                let times = if i > j { 2.0 } else { 1.0 };
                squares.0 += times * block.norm.powi(2);
                squares.1 += times * block.error.powi(2);
            }
        }
        let size = ErrorBound { norm: squares.0.sqrt(), error: squares.1.sqrt() };
        Self { size, clear: errors.clear }
    }
}
