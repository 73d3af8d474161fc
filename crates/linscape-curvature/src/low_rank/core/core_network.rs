//! The network that is left in the bases of what the weights do.

use crate::low_rank::normalised::{width_of, without_bias};
use crate::{HessianProduct, SymmetricOperator};
use linscape_critical::NaturalUnits;
use linscape_lapack::{multiply, multiply_transposed};
use linscape_network::{LayerInputs, Weights, WeightsError};
use nalgebra::DMatrix;
use std::borrow::Cow;

/// Weights, inputs and residual in the bases of all layers, with the products that the Hessian is made
/// of. Hidden widths may be 0.
#[derive(Debug, Clone)]
pub(in crate::low_rank) struct CoreNetwork {
    /// `W_i`, or `[W_i b_i]` where the layer has a bias.
    pub weights: Vec<DMatrix<f64>>,
    /// `C`; `None` where it is the identity.
    pub inputs: Option<DMatrix<f64>>,
    /// `k`, a row: what biases multiply; `None` where there are none.
    pub constant: Option<DMatrix<f64>>,
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

    /// How many units layer `i` has, 0 being the inputs.
    pub(crate) fn width(&self, i: usize) -> usize {
        width_of(&self.weights, self.inputs.as_ref(), i)
    }

    /// `W_i` of a layer, 0-based, without its bias.
    pub(crate) fn matrix(&self, at: usize) -> Cow<'_, DMatrix<f64>> {
        without_bias(&self.weights[at], self.width(at))
    }

    /// `W_{y:x+1}`.
    pub(crate) fn between(&self, x: usize, y: usize) -> DMatrix<f64> {
        if x == y {
            return DMatrix::identity(self.width(x), self.width(x));
        }
        let first = self.matrix(x).into_owned();
        (x + 1..y).fold(first, |product, at| multiply(&self.matrix(at), &product))
    }

    /// What layer `i + 1` reads: `P_i = W_{i:1} C`, or `P_i = W_i P_{i−1} + b_i k` with `k` below it where
    /// layer `i + 1` has a bias; `None` where it is the identity.
    pub(crate) fn carried(&self, i: usize) -> Option<DMatrix<f64>> {
        if let (Some(constant), Some(inputs)) = (&self.constant, &self.inputs) {
            let first = self.with_constant(inputs.clone(), constant, 0);
            let after = |signal, at: usize| {
                self.with_constant(multiply(&self.weights[at], &signal), constant, at + 1)
            };
            return Some((0..i).fold(first, after));
        }
        match (&self.inputs, i) {
            (inputs, 0) => inputs.clone(),
            (None, _) => Some(self.between(0, i)),
            (Some(inputs), _) => Some(multiply(&self.between(0, i), inputs)),
        }
    }

    /// What layer `at`, 0-based, reads of a signal.
    fn with_constant(
        &self,
        signal: DMatrix<f64>,
        constant: &DMatrix<f64>,
        at: usize,
    ) -> DMatrix<f64> {
        let rows = signal.nrows();
        if self.weights.get(at).is_none_or(|layer| layer.ncols() == rows) {
            return signal;
        }
        let mut with = signal.insert_row(rows, 0.0);
        with.row_mut(rows).copy_from(&constant.row(0));
        with
    }

    /// `P_h`: what the network makes of its inputs.
    pub(crate) fn image(&self) -> DMatrix<f64> {
        let depth = self.depth();
        self.carried(depth).unwrap_or_else(|| self.between(0, depth))
    }

    /// `W_{h:i+1}ᵀ E P_{j−1}ᵀ`, of shape `d_i × d_{j−1}`, a column more where layer `j` has a bias.
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
        let matrices = (0..self.depth()).map(|at| self.matrix(at).into_owned()).collect();
        let (weights, target) = (Weights::new(matrices)?, self.image() + &self.residual);
        match (&self.inputs, &self.constant) {
            (Some(inputs), Some(constant)) => {
                let layers = self.weights.iter().enumerate();
                let bias = |(at, layer): (usize, &DMatrix<f64>)| {
                    let width = self.width(at);
                    (layer.ncols() > width).then(|| layer.column(width).into_owned())
                };
                let weights = weights.with_biases(layers.map(bias).collect())?;
                let (inputs, constant) = (inputs.clone(), constant.clone());
                let units = NaturalUnits::one();
                let reads = LayerInputs { inputs, constant, target, units };
                HessianProduct::reading(&weights, &reads)
            }
            (Some(inputs), None) => HessianProduct::on_inputs(&weights, &target, inputs),
            (None, _) => HessianProduct::new(&weights, &target),
        }
    }
}
