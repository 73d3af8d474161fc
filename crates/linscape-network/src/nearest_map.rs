//! The map of a family that is nearest to a given one.

use linscape_critical::SingularSubset;
use linscape_lapack::{SymmetricEigen, multiply};
use nalgebra::DMatrix;

use crate::Target;

/// Singular directions of `Σ` in which the nearest `W_J` and what it leaves, `R = Σ − W_J`, are both
/// diagonal: among equal singular values those of the map, the learned ones first.
#[derive(Debug, Clone, PartialEq)]
pub struct NearestMap {
    /// `d_h × s`, orthonormal columns.
    pub left: DMatrix<f64>,
    /// `d_0 × s`, orthonormal columns.
    pub right: DMatrix<f64>,
    /// The `s` singular values that belong to them.
    pub values: Vec<f64>,
    /// How many of them, from the first on, are learned.
    pub learned: usize,
}

impl NearestMap {
    /// That of a subset, among equal singular values by the eigenvectors of the map's blocks.
    pub(crate) fn among(
        target: &Target,
        subset: &SingularSubset,
        classes: &[SymmetricEigen],
    ) -> Self {
        let (problem, bases) = (target.problem(), target.bases());
        let order = bases.left.ncols();
        let mut found = Self {
            left: DMatrix::zeros(bases.left.nrows(), order),
            right: DMatrix::zeros(bases.right.nrows(), order),
            values: vec![0.0; order],
            learned: subset.counts().iter().sum(),
        };
        let (mut start, mut learned, mut other) = (0, 0, found.learned);
        let values = problem.spectrum().distinct();
        for ((block, &value), &count) in classes.iter().zip(values).zip(subset.counts()) {
            let size = block.vectors.nrows();
            let left = bases.left.columns(start, size) * &block.vectors;
            let right = bases.right.columns(start, size) * &block.vectors;
            for column in 0..size {
                let next = if column < count { &mut learned } else { &mut other };
                found.left.set_column(*next, &left.column(column));
                found.right.set_column(*next, &right.column(column));
                found.values[*next] = value;
                *next += 1;
            }
            start += size;
        }
        found
    }

    /// `W_J`.
    #[must_use]
    pub fn map(&self) -> DMatrix<f64> {
        let mut scaled = self.left.columns(0, self.learned).into_owned();
        for (mut column, value) in scaled.column_iter_mut().zip(&self.values) {
            column.scale_mut(*value);
        }
        multiply(&scaled, &self.right.columns(0, self.learned).transpose())
    }
}
