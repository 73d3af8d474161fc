//! What Lanczos's recurrence may have lost of orthogonality.

use nalgebra::DMatrix;

/// What rounding leaves two vectors in common after a step, in units of what it divides by: an image
/// and its projections are wrong by some `ε` each.
const ROUNDING: f64 = 16.0 * f64::EPSILON;

/// How far the columns of a basis can be trusted to be orthonormal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trust {
    /// Those before this one are so to rounding.
    pub columns: usize,
    /// Most that the later ones may have in common with them.
    pub loss: f64,
}

impl Trust {
    /// After a start or a restart.
    pub(crate) fn after_restart(columns: usize) -> Self {
        Self { columns, loss: 0.0 }
    }

    pub(crate) fn is_fresh(&self) -> bool {
        self.loss == 0.0
    }

    /// A step of the recurrence lets what two vectors have in common grow by about `2‖H‖/β`, where
    /// `β` is what the step leaves.
    pub(crate) fn spend(&mut self, scale: f64, images: &DMatrix<f64>, remainder: &DMatrix<f64>) {
        let norm = images.column_iter().fold(scale, |most, image| most.max(image.norm()));
        let left = remainder.diagonal().iter().fold(f64::INFINITY, |least, at| least.min(at.abs()));
        self.loss = self.loss.max(ROUNDING) * (2.0 * norm / left).max(1.0);
    }

    /// After the later columns were made orthogonal.
    pub(crate) fn renew(&mut self, columns: usize) {
        *self = Self { columns, loss: ROUNDING };
    }

    /// Whether the later columns have to be made orthogonal: a column that moves by `loss` moves its
    /// image by up to `‖H‖ loss` and what the recurrence says of it by as much, so that Ritz pairs are
    /// wrong by `2‖H‖ loss` in what is said of their residuals. An eighth of the `tolerance` keeps
    /// that to a quarter of it.
    ///
    /// Source: H. D. Simon, Linear Algebra Appl. 61 (1984) 101–131, where only the values count, and
    /// the square root of the rounding unit is enough.
    pub(crate) fn is_spent(&self, tolerance: f64) -> bool {
        self.loss > (tolerance / 8.0).max(64.0 * ROUNDING)
    }
}
