//! The network of a point's own rank: as narrow as it can be, and so a polynomial in few weights.

use super::{FixedRank, Functional};
use crate::decay::{Field, flat, unflat};
use crate::hessian_scale;
use linscape_curvature::Regularised;
use linscape_lapack::{DecompositionError, symmetric_eigenvalues, thin_svd};
use linscape_network::Weights;
use nalgebra::{DMatrix, DVector};

/// `½‖A C^{−1/2} − W_h⋯W_1 C^{1/2}‖² + (λ/2) Σ_i ‖W_i‖²` with hidden layers of width `r`.
#[derive(Debug)]
pub(super) struct Narrow {
    widths: Vec<usize>,
    map: DMatrix<f64>,
    target: DMatrix<f64>,
    decay: Vec<f64>,
}

/// Eigenvalues below this, relative to the largest, are those of hidden rotations.
const FLAT: f64 = 1e-11;

impl Narrow {
    /// The network of a rank `r ≥ 1`.
    pub(super) fn new(functional: &Functional, rank: usize) -> Self {
        let (outputs, inputs) = functional.pull.shape();
        let mut widths = vec![rank; functional.depth + 1];
        (widths[0], widths[functional.depth]) = (inputs, outputs);
        let stretches = functional.moments.iter().map(|moment| moment.sqrt());
        let stretches = DVector::from_iterator(inputs, stretches);
        let mut target = functional.pull.clone();
        for (mut column, stretch) in target.column_iter_mut().zip(&stretches) {
            column.unscale_mut(*stretch);
        }
        let decay = vec![functional.decay; functional.depth];
        Self { widths, map: DMatrix::from_diagonal(&stretches), target, decay }
    }

    /// `h`.
    pub(super) fn depth(&self) -> usize {
        self.widths.len() - 1
    }

    /// Balanced weights of a product.
    pub(super) fn weights(&self, point: &FixedRank) -> DVector<f64> {
        let scaled = |matrix: &DMatrix<f64>| {
            let mut scaled = matrix.clone();
            for (mut column, amplitude) in scaled.column_iter_mut().zip(&point.amplitudes) {
                column *= *amplitude;
            }
            scaled
        };
        let middle = DMatrix::from_diagonal(&DVector::from_vec(point.amplitudes.clone()));
        let mut matrices = vec![middle; self.depth()];
        matrices[0] = scaled(&point.right).transpose();
        matrices[self.depth() - 1] = scaled(&point.left);
        flat(&matrices)
    }

    /// The product of critical, and therefore balanced, weights: no product of amplitudes is formed.
    pub(super) fn product(&self, weights: &DVector<f64>) -> Result<FixedRank, DecompositionError> {
        let matrices = unflat(&self.widths, weights);
        let first = thin_svd(matrices[0].clone())?;
        let mut left = first.u;
        for matrix in &matrices[1..] {
            left = matrix * left;
            for (mut column, amplitude) in left.column_iter_mut().zip(&first.singular_values) {
                column.unscale_mut(*amplitude);
            }
        }
        let right = first.vt.transpose();
        Ok(FixedRank { left, right, amplitudes: first.singular_values })
    }

    /// Negative eigenvalues at a critical point, and zeros.
    pub(super) fn signs(
        &self,
        weights: &DVector<f64>,
    ) -> Result<(usize, usize), DecompositionError> {
        let values = symmetric_eigenvalues(self.at(weights).hessian)?;
        let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let negative = values.iter().filter(|value| **value < -FLAT * largest).count();
        let zero = values.iter().filter(|value| value.abs() <= FLAT * largest).count();
        Ok((negative, zero))
    }

    /// Dimension of the hidden rotations, `(h − 1) r(r − 1)/2`.
    pub(super) fn rotations(&self) -> usize {
        let rank = self.widths[1];
        (self.depth() - 1) * (rank * (rank - 1) / 2)
    }

    /// Directions of the hidden rotations at given weights, one a column.
    pub(super) fn tangents(&self, weights: &DVector<f64>) -> DMatrix<f64> {
        let matrices = unflat(&self.widths, weights);
        let rank = self.widths[1];
        let mut columns = Vec::new();
        for layer in 0..self.depth() - 1 {
            for (one, other) in (0..rank).flat_map(|one| (0..one).map(move |other| (one, other))) {
                let mut turned: Vec<_> = matrices.iter().map(|matrix| matrix * 0.0).collect();
                let mut turn = DMatrix::zeros(rank, rank);
                (turn[(one, other)], turn[(other, one)]) = (1.0, -1.0);
                turned[layer] = &turn * &matrices[layer];
                turned[layer + 1] = -(&matrices[layer + 1] * &turn);
                columns.push(flat(&turned));
            }
        }
        if columns.is_empty() {
            return DMatrix::zeros(weights.len(), 0);
        }
        DMatrix::from_columns(&columns)
    }

    /// Largest Frobenius norm of a layer.
    pub(super) fn largest_layer(&self, weights: &DVector<f64>) -> f64 {
        let matrices = unflat(&self.widths, weights);
        matrices.iter().fold(0.0, |most, matrix| matrix.norm().max(most))
    }

    fn network(&self, flat: &DVector<f64>) -> Weights {
        Weights::new(unflat(&self.widths, flat)).expect("finite weights that chain")
    }
}

impl Field for Narrow {
    fn at(&self, flat: &DVector<f64>) -> Regularised {
        Regularised::new(&self.network(flat), Some(&self.map), &self.target, &self.decay)
            .expect("weights of this network")
    }

    fn scale(&self, flat: &DVector<f64>) -> f64 {
        hessian_scale(&self.network(flat), &self.target) + self.decay[0]
    }

    fn unit(&self) -> f64 {
        0.0
    }
}
