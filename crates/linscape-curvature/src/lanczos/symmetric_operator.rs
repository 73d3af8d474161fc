//! A symmetric matrix that is known by what it does to vectors.

use linscape_lapack::{Factor, accumulate_product};
use nalgebra::DMatrix;

/// A symmetric `N × N` matrix that need not be formed.
pub trait SymmetricOperator: Sync {
    /// `N`.
    fn order(&self) -> usize;

    /// Writes the image of each column of an `N × b` matrix, `N × b`; what was there does not
    /// matter.
    fn apply_into(&self, vectors: &DMatrix<f64>, images: &mut DMatrix<f64>);

    /// What the image of a unit vector may be wrong by; residuals below it say nothing.
    fn rounding(&self) -> f64 {
        0.0
    }

    /// The image of each column of an `N × b` matrix, `N × b`.
    fn apply(&self, vectors: &DMatrix<f64>) -> DMatrix<f64> {
        let (rows, columns) = vectors.shape();
        let mut images = DMatrix::from_vec(rows, columns, vec![0.0; rows * columns]);
        self.apply_into(vectors, &mut images);
        images
    }
}

/// A matrix that is formed after all.
impl SymmetricOperator for DMatrix<f64> {
    fn order(&self) -> usize {
        self.nrows()
    }

    fn apply_into(&self, vectors: &DMatrix<f64>, images: &mut DMatrix<f64>) {
        accumulate_product(1.0, self.into(), Factor::from(vectors), 0.0, images.as_mut_slice());
    }
}
