//! What the residual lets through, at the output.

use linscape_critical::RandomStream;
use linscape_lapack::{DecompositionError, multiply, thin_qr};
use linscape_network::{NearestMap, completed};
use nalgebra::DMatrix;

/// An orthonormal basis of the output whose first columns span the kernels of `Rᵀ`, `W_1Rᵀ`, …, `W_{h−1:1}Rᵀ`.
pub(super) struct OutputFlag {
    pub basis: DMatrix<f64>,
    /// Their sizes.
    pub sizes: Vec<usize>,
}

impl OutputFlag {
    /// From the flag of the input in `range Rᵀ`: an orthonormal basis in coordinates of the unlearned singular
    /// directions, and sizes. `Rᵀ` takes `u` into it where `u` is in the span of its columns divided
    /// by the singular values.
    pub(super) fn of(
        near: &NearestMap,
        modes_in: &DMatrix<f64>,
        sizes: &[usize],
    ) -> Result<Self, DecompositionError> {
        let outputs = near.left.nrows();
        let modes = near.values.len() - near.learned;
        let unlearned = near.left.columns(near.learned, modes).into_owned();
        let mut basis = DMatrix::zeros(outputs, outputs);
        let kept = outputs - modes;
        if modes > 0 {
            let mut divided = modes_in.clone();
            for (mut row, value) in divided.row_iter_mut().zip(&near.values[near.learned..]) {
                row.unscale_mut(*value);
            }
            let flag = multiply(&unlearned, &thin_qr(divided)?.q);
            basis.columns_mut(kept, modes).copy_from(&flag);
        }
        let all = completed(&unlearned, &mut RandomStream::new(0, "outputs without a residual"))?;
        basis.columns_mut(0, kept).copy_from(&all.columns(modes, kept));
        Ok(Self { basis, sizes: sizes.iter().map(|size| kept + size).collect() })
    }
}
