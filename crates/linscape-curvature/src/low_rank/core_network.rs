//! The network that is left in the bases of what the weights do.

use super::normalised::without_bias;
use crate::{HessianProduct, SymmetricOperator};
use linscape_lapack::{multiply, multiply_transposed};
use linscape_network::{LayerInputs, Weights, WeightsError};
use nalgebra::DMatrix;
use std::borrow::Cow;

/// Weights, inputs and residual in the bases of all layers, with the products that the Hessian is made
/// of. Hidden widths may be 0.
#[derive(Debug, Clone)]
pub(super) struct CoreNetwork {
    /// `W_i`, or `[W_i b_i]` where the layer has a bias.
    pub weights: Vec<DMatrix<f64>>,
    /// `C`; `None` where it is the identity.
    pub inputs: Option<DMatrix<f64>>,
    /// What biases multiply, a row; `None` where there are none.
    pub constant: Option<DMatrix<f64>>,
    /// `E = Σ − W C`, of as many columns as `C`.
    pub residual: DMatrix<f64>,
}

impl CoreNetwork {
    pub(crate) fn depth(&self) -> usize {
        self.weights.len()
    }

    /// Order of the Hessian.
    pub(crate) fn order(&self) -> usize {
        self.weights.iter().map(DMatrix::len).sum()
    }

    /// How many units layer `i` has, 0 being the inputs.
    pub(super) fn width(&self, i: usize) -> usize {
        match (i.checked_sub(1), &self.inputs) {
            (Some(before), _) => self.weights[before].nrows(),
            (None, Some(inputs)) => inputs.nrows(),
            (None, None) => self.weights[0].ncols(),
        }
    }

    /// `W_i` of a layer, 0-based, without its bias.
    pub(super) fn matrix(&self, at: usize) -> Cow<'_, DMatrix<f64>> {
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

    /// What layer `i + 1` reads: `P_i = W_{i:1} C`, or `P_i = W_i P_{i−1} + b_i k` and `k` below it where the layer
    /// has a bias. `None` where it is the identity; `P_h` is what the network makes.
    pub(crate) fn carried(&self, i: usize) -> Option<DMatrix<f64>> {
        if let (Some(constant), Some(inputs)) = (&self.constant, &self.inputs) {
            let read = |at: usize, signal: DMatrix<f64>| {
                let rows = signal.nrows();
                let has_bias = self.weights.get(at).is_some_and(|layer| layer.ncols() > rows);
                if !has_bias {
                    return signal;
                }
                let mut with = signal.insert_row(rows, 0.0);
                with.row_mut(rows).copy_from(&constant.row(0));
                with
            };
            let first = read(0, inputs.clone());
            let layers = self.weights[..i].iter().zip(1..);
            return Some(
                layers.fold(first, |input, (layer, at)| read(at, multiply(layer, &input))),
            );
        }
        match (&self.inputs, i) {
            (inputs, 0) => inputs.clone(),
            (None, _) => Some(self.between(0, i)),
            (Some(inputs), _) => Some(multiply(&self.between(0, i), inputs)),
        }
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

    /// The Hessian, formed. Where a layer has no direction left it is zero: no change comes through.
    pub(crate) fn hessian(&self) -> Result<DMatrix<f64>, WeightsError> {
        let order = self.order();
        if let Some(cut) = self.weights.iter().rposition(|layer| layer.nrows() == 0) {
            return self.hessian_beyond(cut);
        }
        if order == 0 || self.weights.iter().any(DMatrix::is_empty) {
            return Ok(DMatrix::zeros(order, order));
        }
        let product = self.operator()?;
        Ok(product.apply(&DMatrix::identity(order, order)))
    }

    /// The Hessian where the last layer without a direction, 0-based, cuts the inputs off: biases beyond it are all that
    /// is felt.
    fn hessian_beyond(&self, cut: usize) -> Result<DMatrix<f64>, WeightsError> {
        let order = self.order();
        let mut hessian = DMatrix::zeros(order, order);
        let (Some(constant), Some(next)) = (&self.constant, self.weights.get(cut + 1)) else {
            return Ok(hessian);
        };
        // One input that is always zero stands for none.
        let (rows, samples) = (next.nrows(), constant.ncols());
        let mut weights = self.weights[cut + 1..].to_vec();
        weights[0] = next.clone().insert_column(0, 0.0);
        let inputs = Some(DMatrix::zeros(1, samples));
        let beyond = Self { weights, inputs, ..self.clone() };
        let whole = beyond.order();
        let found = beyond.operator()?.apply(&DMatrix::identity(whole, whole));
        let felt = whole - rows;
        let at = order - felt;
        hessian.view_mut((at, at), (felt, felt)).copy_from(&found.view((rows, rows), (felt, felt)));
        Ok(hessian)
    }

    /// The Hessian, not formed.
    fn operator(&self) -> Result<HessianProduct, WeightsError> {
        if let (Some(constant), Some(inputs)) = (&self.constant, &self.inputs) {
            let image = self.carried(self.depth()).unwrap_or_default();
            let reads = LayerInputs {
                inputs: inputs.clone(),
                constant: constant.clone(),
                target: image + &self.residual,
            };
            return HessianProduct::reading(&self.with_biases()?, &reads);
        }
        let weights = Weights::new(self.weights.clone())?;
        match (&self.inputs, self.carried(self.depth())) {
            (Some(inputs), Some(image)) => {
                HessianProduct::on_inputs(&weights, &(image + &self.residual), inputs)
            }
            _ => HessianProduct::new(&weights, &(weights.product() + &self.residual)),
        }
    }

    fn with_biases(&self) -> Result<Weights, WeightsError> {
        let layers = self.weights.iter().enumerate();
        let bias = |(at, layer): (usize, &DMatrix<f64>)| {
            let width = self.width(at);
            (layer.ncols() > width).then(|| layer.column(width).into_owned())
        };
        let biases = layers.map(bias).collect();
        let matrices = (0..self.depth()).map(|at| self.matrix(at).into_owned()).collect();
        Weights::new(matrices)?.with_biases(biases)
    }
}
