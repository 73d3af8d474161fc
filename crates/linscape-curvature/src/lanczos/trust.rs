//! What Lanczos's recurrence may have lost of orthogonality.

use nalgebra::DMatrix;

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
    pub fn after_restart(columns: usize) -> Self {
        Self { columns, loss: 0.0 }
    }

    pub fn is_fresh(&self) -> bool {
        self.loss == 0.0
    }

    /// A step of the recurrence lets what two vectors have in common grow by about `2‖H‖/β`, where
    /// `β` is what the step leaves.
    pub fn spend(&mut self, scale: f64, images: &DMatrix<f64>, remainder: &DMatrix<f64>) {
        let norm = images.column_iter().fold(scale, |most, image| most.max(image.norm()));
        let left = remainder.diagonal().iter().fold(f64::INFINITY, |least, at| least.min(at.abs()));
        self.loss = self.loss.max(f64::EPSILON) * (2.0 * norm / left).max(1.0);
    }

    /// After the later columns were made orthogonal.
    pub fn renew(&mut self, columns: usize) {
        *self = Self { columns, loss: f64::EPSILON };
    }
}
