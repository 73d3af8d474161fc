//! Inputs in the bases where they are diagonal.

use linscape_lapack::{DecompositionError, multiply, multiply_transposed, thin_svd};
use nalgebra::{DMatrix, DVector};

/// `C = Q S Vᵀ`, what is rounding left out: only directions within `Q` reach the loss, and only what of the
/// residual is within `V` meets them.
#[derive(Debug, Clone)]
pub(super) struct InputFrame {
    /// `Q`, `d_0 × ρ`, orthonormal columns.
    pub basis: DMatrix<f64>,
    /// `S`, positive.
    pub lengths: DVector<f64>,
    /// `V`; `None` where it is the identity.
    turn: Option<DMatrix<f64>>,
}

impl InputFrame {
    /// Singular values up to `cut` of the largest are left out.
    ///
    /// # Complexity
    /// A product where the columns of `C` are orthogonal, as those of a reduction are; otherwise a
    /// singular value decomposition.
    pub(crate) fn of(inputs: &DMatrix<f64>, cut: f64) -> Result<Self, DecompositionError> {
        if let Some(frame) = Self::of_orthogonal(inputs, cut) {
            return Ok(frame);
        }
        let svd = thin_svd(inputs.clone())?;
        let largest = svd.singular_values.first().copied().unwrap_or(0.0);
        let rank = svd.singular_values.partition_point(|&value| value > cut * largest);
        Ok(Self {
            basis: svd.u.columns(0, rank).into_owned(),
            lengths: DVector::from_column_slice(&svd.singular_values[..rank]),
            turn: Some(svd.vt.rows(0, rank).transpose()),
        })
    }

    /// An orthonormal basis of the range of `C` alone, what is rounding left out.
    ///
    /// # Complexity
    /// A singular value decomposition where there are more inputs than columns; otherwise the range is taken
    /// to be everything.
    pub(crate) fn range(
        inputs: &DMatrix<f64>,
        cut: f64,
    ) -> Result<DMatrix<f64>, DecompositionError> {
        let (rows, columns) = inputs.shape();
        if rows < columns {
            return Ok(DMatrix::identity(rows, rows));
        }
        let svd = thin_svd(inputs.clone())?;
        let largest = svd.singular_values.first().copied().unwrap_or(0.0);
        let rank = svd.singular_values.partition_point(|&value| value > cut * largest);
        Ok(svd.u.columns(0, rank.max(1)).into_owned())
    }

    fn of_orthogonal(inputs: &DMatrix<f64>, cut: f64) -> Option<Self> {
        let lengths = DVector::from_iterator(
            inputs.ncols(),
            inputs.column_iter().map(|column| column.norm()),
        );
        if lengths.is_empty() || lengths.min() <= cut * lengths.max() {
            return None;
        }
        let mut basis = inputs.clone();
        basis.column_iter_mut().zip(&lengths).for_each(|(mut column, length)| column /= *length);
        let off =
            multiply_transposed(&basis, &basis) - DMatrix::identity(basis.ncols(), basis.ncols());
        (off.amax() <= cut).then_some(Self { basis, lengths, turn: None })
    }

    /// `S`, as inputs of the network that reads them in these bases.
    pub(crate) fn inputs(&self) -> DMatrix<f64> {
        DMatrix::from_diagonal(&self.lengths)
    }

    /// `W Q` of a first layer.
    pub(crate) fn of_first(&self, first: &DMatrix<f64>) -> DMatrix<f64> {
        multiply(first, &self.basis)
    }

    /// `Σ V` of a target.
    pub(crate) fn of_target(&self, target: &DMatrix<f64>) -> DMatrix<f64> {
        self.turn.as_ref().map_or_else(|| target.clone(), |turn| multiply(target, turn))
    }
}
