//! Eigenpairs at the ends of a spectrum.

use nalgebra::DMatrix;

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

/// How far the iteration came, from all the way on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LanczosStatus {
    /// All pairs are within the tolerance and a last run found no copy that was missed.
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
