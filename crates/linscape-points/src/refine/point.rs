//! A point that is refined: weights with their residual.

use linscape_lapack::multiply;
use linscape_network::Weights;
use nalgebra::DMatrix;

/// The weights with what is computed from them.
pub(crate) struct Point<'w> {
    weights: &'w Weights,
    residual: DMatrix<f64>,
    size: f64,
}

impl<'w> Point<'w> {
    pub(crate) fn of(weights: &'w Weights, target: &DMatrix<f64>) -> Self {
        let natural = target.norm().powf(1.0 / weights.depth() as f64);
        let size = if natural > 0.0 { natural } else { 1.0 };
        Self { weights, residual: target - weights.product(), size }
    }

    /// The size of a layer, in powers of which conditions are measured.
    pub(crate) fn size(&self) -> f64 {
        self.size
    }

    /// `Σ − W`.
    pub(crate) fn residual(&self) -> &DMatrix<f64> {
        &self.residual
    }

    pub(crate) fn depth(&self) -> usize {
        self.weights.depth()
    }

    /// `W_{b:1} Rᵀ W_{h:a+1}`.
    pub(crate) fn pulled(&self, b: usize, a: usize) -> DMatrix<f64> {
        let back = multiply(&self.product(0, b), &self.residual.transpose());
        multiply(&back, &self.product(a, self.depth()))
    }

    /// `W_{y:x+1}`.
    pub(crate) fn product(&self, x: usize, y: usize) -> DMatrix<f64> {
        self.weights.partial_product(y, x + 1)
    }
}
