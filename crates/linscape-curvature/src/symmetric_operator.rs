//! A symmetric matrix that is known by what it does to vectors.

use linscape_lapack::{Factor, accumulate_product};
use nalgebra::DMatrix;

/// A symmetric `N × N` matrix that need not be formed.
pub trait SymmetricOperator: Sync {
    /// `N`.
    fn order(&self) -> usize;

    /// The image of each column of an `N × b` matrix, `N × b`.
    fn apply(&self, vectors: &DMatrix<f64>) -> DMatrix<f64>;
}

/// A matrix that is formed after all.
impl SymmetricOperator for DMatrix<f64> {
    fn order(&self) -> usize {
        self.nrows()
    }

    fn apply(&self, vectors: &DMatrix<f64>) -> DMatrix<f64> {
        let mut image = DMatrix::zeros(self.nrows(), vectors.ncols());
        accumulate_product(1.0, self.into(), Factor::from(vectors), 0.0, image.as_mut_slice());
        image
    }
}
