//! Eigenpairs at the ends of a spectrum.

use nalgebra::DMatrix;

use crate::SymmetricOperator;

/// Eigenpairs at one end, from the outermost inwards.
#[derive(Debug, Clone, PartialEq)]
pub struct EigenPairs {
    /// Rayleigh quotients.
    pub values: Vec<f64>,
    /// `‖H v − λ v‖`, computed afresh.
    pub residuals: Vec<f64>,
    /// `N × k`, orthonormal columns.
    pub vectors: DMatrix<f64>,
}

impl EigenPairs {
    /// Rayleigh quotients and residuals of unit vectors.
    pub(crate) fn measured<O: SymmetricOperator + ?Sized>(
        operator: &O,
        vectors: DMatrix<f64>,
    ) -> Self {
        let mut images = operator.apply(&vectors);
        let (mut values, mut residuals) = (Vec::new(), Vec::new());
        for (vector, mut image) in vectors.column_iter().zip(images.column_iter_mut()) {
            let value = vector.dot(&image);
            image.axpy(-value, &vector, 1.0);
            values.push(value);
            residuals.push(image.norm());
        }
        Self { values, residuals, vectors }
    }
}

/// How far the iteration came, from all the way on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LanczosStatus {
    /// All pairs are within the tolerance, and no copy of a value can be missing.
    Converged,
    /// The limit of products was reached: the residuals say how good each pair is.
    PartiallyConverged,
    /// The observer stopped it.
    Interrupted,
}

/// Both ends of a spectrum, each pair with its residual.
#[derive(Debug, Clone, PartialEq)]
pub struct SpectrumEnds {
    /// The smallest eigenvalues, nondecreasing.
    pub lowest: EigenPairs,
    /// The largest, nonincreasing.
    pub highest: EigenPairs,
    /// How it ended.
    pub status: LanczosStatus,
    /// Products with single vectors.
    pub products: usize,
    /// Bytes of the basis, the largest part of the memory used.
    pub bytes: usize,
}
