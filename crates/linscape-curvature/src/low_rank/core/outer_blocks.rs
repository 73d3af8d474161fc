//! Directions of inputs and outputs that meet the weights through the residual alone.

use super::CoreNetwork;
use linscape_lapack::{DecompositionError, SymmetricEigen, multiply_transposed, symmetric_eigen};
use nalgebra::DMatrix;

/// For a singular value `ρ` of the residual between the complements of a closed pair the Hessian has the
/// block `[[KᵀK, −ρMᵀ], [−ρM, LLᵀ]]` of order `a_1 + a_{h−1}`, on changes of `W_1` along its right and of
/// `W_h` along its left singular vector: `K = W_{h:2}`, `L = W_{h−1:1}`, `M = W_{h−1:2}`.
#[derive(Debug, Clone)]
pub(in crate::low_rank) struct OuterBlocks {
    /// `KᵀK`, `a_1 × a_1`.
    inner: DMatrix<f64>,
    /// `LLᵀ`, `a_{h−1} × a_{h−1}`.
    outer: DMatrix<f64>,
    /// `M`, `a_{h−1} × a_1`.
    between: DMatrix<f64>,
}

impl OuterBlocks {
    /// Of a core with at least two layers; where inputs are not white, `L = W_{h−1:1} C`, and only the
    /// eigenvalues of output directions that no input answers mean something.
    pub(crate) fn of(core: &CoreNetwork) -> Self {
        let depth = core.depth();
        let after = core.between(1, depth);
        let before = core.carried(depth - 1).unwrap_or_else(|| core.between(0, depth - 1));
        let before = before.transpose();
        Self {
            inner: multiply_transposed(&after, &after),
            outer: multiply_transposed(&before, &before),
            between: core.between(1, depth - 1),
        }
    }

    /// `a_1`: so many entries of a block's eigenvector are changes of `W_1`.
    pub(crate) fn inner_order(&self) -> usize {
        self.inner.nrows()
    }

    /// The block of a singular value.
    pub(crate) fn block(&self, rho: f64) -> DMatrix<f64> {
        let (inner, outer) = (self.inner.nrows(), self.outer.nrows());
        let mut block = DMatrix::zeros(inner + outer, inner + outer);
        block.view_mut((0, 0), (inner, inner)).copy_from(&self.inner);
        block.view_mut((inner, inner), (outer, outer)).copy_from(&self.outer);
        block.view_mut((inner, 0), (outer, inner)).copy_from(&(-rho * &self.between));
        block.fill_upper_triangle_with_lower_triangle();
        block
    }

    /// Eigenpairs of the block of a singular value.
    pub(crate) fn eigen(&self, rho: f64) -> Result<SymmetricEigen, DecompositionError> {
        symmetric_eigen(self.block(rho))
    }

    /// Those of an input direction that no output answers: of `KᵀK`.
    pub(crate) fn input_eigen(&self) -> Result<SymmetricEigen, DecompositionError> {
        symmetric_eigen(self.inner.clone())
    }

    /// Those of an output direction that no input answers: of `LLᵀ`.
    pub(crate) fn output_eigen(&self) -> Result<SymmetricEigen, DecompositionError> {
        symmetric_eigen(self.outer.clone())
    }
}
