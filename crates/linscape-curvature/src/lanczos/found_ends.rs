//! The pairs that the runs of an iteration leave, made the best of and measured.

use linscape_lapack::{DecompositionError, multiply, multiply_transposed, symmetric_eigen};
use nalgebra::DMatrix;

use crate::{EigenPairs, LanczosStatus, SpectrumEnds, SymmetricOperator};

/// Orthonormal vectors of both ends, not measured yet.
pub(crate) struct FoundEnds {
    /// `N × (k_low + k_high)`: those of the low end, then those of the high end.
    pub vectors: DMatrix<f64>,
    /// How many belong to the low end.
    pub low: usize,
    /// How the iteration ended.
    pub status: LanczosStatus,
    /// Largest residual that counts as converged.
    pub tolerated: f64,
    pub products: usize,
    pub bytes: usize,
}

impl FoundEnds {
    /// Eigenpairs of an operator of which the vectors span a nearly invariant space: the Ritz pairs
    /// in that space, so that what pairs of different runs have left of each other is gone, with
    /// residuals computed afresh. They, and not what the recurrence said, decide whether the pairs
    /// have converged.
    ///
    /// # Errors
    /// When the operator gives numbers that are not finite.
    ///
    /// # Complexity
    /// A product a vector, `O(N k²)`, and `24 N k` bytes.
    pub(crate) fn measured_by<O: SymmetricOperator + ?Sized>(
        self,
        operator: &O,
    ) -> Result<SpectrumEnds, DecompositionError> {
        let Self { vectors, low, mut status, tolerated, products, bytes } = self;
        let count = vectors.ncols();
        let images = operator.apply(&vectors);
        let small = multiply_transposed(&vectors, &images);
        let eigen = symmetric_eigen(0.5 * (&small + small.transpose()))?;
        let pairs = |chosen: Vec<usize>| {
            let turn = eigen.vectors.select_columns(&chosen);
            let values: Vec<f64> = chosen.iter().map(|&at| eigen.values[at]).collect();
            let vectors = multiply(&vectors, &turn);
            let mut rest = multiply(&images, &turn);
            for (at, value) in values.iter().enumerate() {
                rest.column_mut(at).axpy(-value, &vectors.column(at), 1.0);
            }
            let residuals = rest.column_iter().map(|column| column.norm()).collect();
            EigenPairs { values, residuals, vectors }
        };
        let (lowest, highest) = (pairs((0..low).collect()), pairs((low..count).rev().collect()));
        let mut residuals = lowest.residuals.iter().chain(&highest.residuals);
        if status == LanczosStatus::Converged && residuals.any(|residual| *residual > tolerated) {
            status = LanczosStatus::PartiallyConverged;
        }
        let (products, bounds) = (products + count, [None; 2]);
        Ok(SpectrumEnds { lowest, highest, bounds, status, products, bytes })
    }
}
