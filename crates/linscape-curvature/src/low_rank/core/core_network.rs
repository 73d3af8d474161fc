//! The network that is left in the bases of what the weights do.

use crate::{HessianProduct, SymmetricOperator};
use linscape_lapack::{multiply, multiply_transposed};
use linscape_network::{Weights, WeightsError};
use nalgebra::DMatrix;

/// Weights, inputs and residual in the bases of all layers, with the products that the Hessian is made
/// of. Hidden widths may be 0.
#[derive(Debug, Clone)]
pub(in crate::low_rank) struct CoreNetwork {
    pub weights: Vec<DMatrix<f64>>,
    /// `C`; `None` where it is the identity.
    pub inputs: Option<DMatrix<f64>>,
    /// `E = Σ − W C`, of as many columns as `C`.
    pub residual: DMatrix<f64>,
}

impl CoreNetwork {
    pub(crate) fn depth(&self) -> usize {
        self.weights.len()
    }

    /// Order of the Hessian; 0 where a layer has no direction left: no change comes through, and nothing
    /// bends.
    pub(crate) fn order(&self) -> usize {
        self.layer_orders().iter().sum()
    }

    /// How many of its coordinates are changes of each layer.
    pub(crate) fn layer_orders(&self) -> Vec<usize> {
        let is_silent = self.weights.iter().any(DMatrix::is_empty);
        self.weights.iter().map(|matrix| if is_silent { 0 } else { matrix.len() }).collect()
    }

    /// `W_{y:x+1}`.
    pub(crate) fn between(&self, x: usize, y: usize) -> DMatrix<f64> {
        if x == y {
            let width = if x == 0 { self.weights[0].ncols() } else { self.weights[x - 1].nrows() };
            return DMatrix::identity(width, width);
        }
        let rest = self.weights[x + 1..y].iter();
        rest.fold(self.weights[x].clone(), |product, matrix| multiply(matrix, &product))
    }

    /// `P_i = W_{i:1} C`; `None` where it is the identity.
    pub(crate) fn carried(&self, i: usize) -> Option<DMatrix<f64>> {
        match (&self.inputs, i) {
            (inputs, 0) => inputs.clone(),
            (None, _) => Some(self.between(0, i)),
            (Some(inputs), _) => Some(multiply(&self.between(0, i), inputs)),
        }
    }

    /// `W_{h:i+1}ᵀ E P_{j−1}ᵀ`, of shape `d_i × d_{j−1}`.
    pub(crate) fn pulled(&self, i: usize, j: usize) -> DMatrix<f64> {
        let depth = self.depth();
        let left = if i == depth {
            self.residual.clone()
        } else {
            multiply_transposed(&self.between(i, depth), &self.residual)
        };
        match self.carried(j - 1) {
            Some(carried) => multiply(&left, &carried.transpose()),
            None => left,
        }
    }

    /// The Hessian, formed.
    pub(crate) fn hessian(&self) -> Result<DMatrix<f64>, WeightsError> {
        let order = self.order();
        if order == 0 {
            return Ok(DMatrix::zeros(0, 0));
        }
        let product = self.operator()?;
        Ok(product.apply(&DMatrix::identity(order, order)))
    }

    /// The Hessian, not formed, of a core of some order.
    pub(crate) fn operator(&self) -> Result<HessianProduct, WeightsError> {
        let weights = Weights::new(self.weights.clone())?;
        match (&self.inputs, self.carried(self.depth())) {
            (Some(inputs), Some(image)) => {
                HessianProduct::on_inputs(&weights, &(image + &self.residual), inputs)
            }
            _ => HessianProduct::new(&weights, &(weights.product() + &self.residual)),
        }
    }
}
