//! Directions of inputs and outputs that the residual does not leave.

use linscape_lapack::{DecompositionError, multiply, multiply_transposed, thin_svd};
use nalgebra::DMatrix;

/// Orthonormal bases `A_0` (`d_0 × a_0`) and `A_h` (`d_h × a_h`) with `A_0 ⊇ rowspace W_1`,
/// `A_h ⊇ range W_h`, `R A_0 ⊂ A_h` and `Rᵀ A_h ⊂ A_0`: the smallest there are.
#[derive(Debug, Clone)]
pub(super) struct ClosedPair {
    pub input: DMatrix<f64>,
    pub output: DMatrix<f64>,
    /// Whether nothing beyond the cut was left out.
    pub is_closed: bool,
}

impl ClosedPair {
    /// Closes the pair that `W_1` (`a_1 × d_0`) and `W_h` (`d_h × a_{h−1}`) begin, by a block Krylov
    /// iteration with `R` and `Rᵀ` that stops at `most` directions of either side. Images up to
    /// `threshold` are taken for zero.
    pub(crate) fn of(
        first: &DMatrix<f64>,
        last: &DMatrix<f64>,
        residual: &DMatrix<f64>,
        (cut, threshold): (f64, f64),
        most: usize,
    ) -> Result<Self, DecompositionError> {
        let mut input = range(first.transpose(), cut * first.norm())?;
        let mut output = range(last.clone(), cut * last.norm())?;
        let (mut new_input, mut new_output) = (input.clone(), output.clone());
        while new_input.ncols() + new_output.ncols() > 0 {
            if input.ncols().max(output.ncols()) > most {
                return Ok(Self { input, output, is_closed: false });
            }
            let ahead = beside(multiply(residual, &new_input), &output);
            let back = beside(multiply_transposed(residual, &new_output), &input);
            new_output = range(ahead, threshold)?;
            new_input = range(back, threshold)?;
            output = joined(&output, &new_output);
            input = joined(&input, &new_input);
        }
        Ok(Self { input, output, is_closed: true })
    }

    /// `A_h` where inputs are not white: `range W_h` and that of the residual.
    pub(crate) fn outputs(
        last: &DMatrix<f64>,
        residual: &DMatrix<f64>,
        (cut, threshold): (f64, f64),
    ) -> Result<DMatrix<f64>, DecompositionError> {
        let used = range(last.clone(), cut * last.norm())?;
        let pulled = range(beside(residual.clone(), &used), threshold)?;
        Ok(joined(&used, &pulled))
    }

    /// The pair that `W_1` and `W_h` begin, without closing it.
    pub(crate) fn begun(
        first: &DMatrix<f64>,
        last: &DMatrix<f64>,
        cut: f64,
    ) -> Result<Self, DecompositionError> {
        let input = range(first.transpose(), cut * first.norm())?;
        let output = range(last.clone(), cut * last.norm())?;
        Ok(Self { input, output, is_closed: false })
    }
}

/// An orthonormal basis of the left singular directions beyond a threshold.
fn range(matrix: DMatrix<f64>, threshold: f64) -> Result<DMatrix<f64>, DecompositionError> {
    let svd = thin_svd(matrix)?;
    let rank = svd.singular_values.partition_point(|&value| value > threshold);
    Ok(svd.u.columns(0, rank).into_owned())
}

/// What of some columns is orthogonal to a basis; twice is enough (Kahan, Parlett).
fn beside(mut columns: DMatrix<f64>, basis: &DMatrix<f64>) -> DMatrix<f64> {
    for _ in 0..2 {
        columns -= multiply(basis, &multiply_transposed(basis, &columns));
    }
    columns
}

fn joined(left: &DMatrix<f64>, right: &DMatrix<f64>) -> DMatrix<f64> {
    let mut joined = DMatrix::zeros(left.nrows(), left.ncols() + right.ncols());
    joined.columns_mut(0, left.ncols()).copy_from(left);
    joined.columns_mut(left.ncols(), right.ncols()).copy_from(right);
    joined
}
