//! What the loss knows of the data.

use num_rational::BigRational;

use crate::Matrix;
use crate::arithmetic::reduced_rows;

/// The second moments of inputs `X` and targets `Y` (a sample a column): the loss is
/// `½‖Y − WX‖² = ½ tr W G Wᵀ − tr W Cᵀ + ½‖Y‖²` with `G = XXᵀ` and `C = YXᵀ`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moments {
    /// `G = XXᵀ`, `d_0 × d_0`, symmetric.
    pub input: Matrix<BigRational>,
    /// `C = YXᵀ`, `d_h × d_0`.
    pub cross: Matrix<BigRational>,
}

impl Moments {
    /// White inputs, `G = I`: then `C` is the matrix `Σ` whose singular values are the modes.
    #[must_use]
    pub fn white(sigma: Matrix<BigRational>) -> Self {
        Self { input: Matrix::identity(sigma.columns()), cross: sigma }
    }

    /// Moments that the given inputs and targets have, one sample a row.
    ///
    /// # Panics
    /// When the numbers of samples differ.
    #[must_use]
    pub fn of_samples(inputs: &Matrix<BigRational>, targets: &Matrix<BigRational>) -> Self {
        let across = inputs.transposed();
        Self { input: across.times(inputs), cross: targets.transposed().times(inputs) }
    }

    /// Some inputs `x_S` of which all others are sums, `x = T x_S`: their moments, and `T`. The
    /// loss depends on `W_1` only by `W_1 T`. None when the cross moment belongs to no data with
    /// these inputs.
    pub(crate) fn without_redundancy(&self) -> Option<(Self, Matrix<BigRational>)> {
        let (relations, kept) = reduced_rows(&self.input);
        let input = Matrix::from_fn(kept.len(), kept.len(), |row, column| {
            self.input[(kept[row], kept[column])].clone()
        });
        let cross = Matrix::from_fn(self.cross.rows(), kept.len(), |row, column| {
            self.cross[(row, kept[column])].clone()
        });
        let reduced = Self { input, cross };
        (reduced.cross.times(&relations) == self.cross).then(|| (reduced, relations.transposed()))
    }
}
