//! What the first layer reads: inputs, and the constant that biases multiply.

use crate::{Reduction, Target, Weights, WeightsError};
use linscape_critical::NaturalUnits;
use linscape_lapack::multiply;
use nalgebra::{DMatrix, DVector};

/// The samples in an orthonormal basis, of which there are few: the loss of a network with biases is
/// `½‖Σ − (W_h(⋯(W_1 C + b_1 k)⋯) + b_h k)‖²` up to the loss that no network avoids.
///
/// With data `X = X_c + x̄ 1ᵀ`, `Xᵀ_c = U (V D)ᵀ`, the basis is that of `U` and the unit vector `1/√m`:
/// nothing is centred, only expressed in fewer coordinates.
///
/// Source: `docs/theory.md`, "Biases".
#[derive(Debug, Clone, PartialEq)]
pub struct LayerInputs {
    /// `C`, one row an input coordinate.
    pub inputs: DMatrix<f64>,
    /// `k`, a row: what a bias multiplies.
    pub constant: DMatrix<f64>,
    /// `Σ`, of shape `d_h × ` columns of `C`.
    pub target: DMatrix<f64>,
    /// Units of the whole, in which every layer has a constant of its own ([`constant_at`](Self::constant_at)).
    pub units: NaturalUnits,
}

impl LayerInputs {
    /// Those of whitened inputs and targets about their means, when that is all there is: the constant
    /// is of length one.
    #[must_use]
    pub fn about_means(target: &Target) -> Self {
        let sigma = target.matrix();
        let rank = sigma.ncols();
        Self {
            inputs: DMatrix::identity(rank, rank).insert_column(rank, 0.0),
            constant: constant(rank, 1.0),
            target: sigma.clone().insert_column(rank, 0.0),
            units: NaturalUnits::one(),
        }
    }

    /// How many times `k` a bias of this layer (0-based) multiplies: once, in the problem's own units.
    #[must_use]
    pub fn constant_at(&self, layer: usize) -> f64 {
        self.units.constant_here(layer)
    }

    /// What each layer reads: `P_{i−1}` with `P_0 = C`, `P_i = W_i P_{i−1} + b_i k`, and `k` below it
    /// where the layer has a bias.
    #[must_use]
    pub fn of_layers(&self, weights: &Weights) -> Vec<DMatrix<f64>> {
        let mut all = Vec::with_capacity(weights.depth());
        let mut input = self.inputs.clone();
        for at in 0..weights.depth() {
            let next = self.after_layer(weights, at, &input);
            if weights.biases()[at].is_some() {
                let rows = input.nrows();
                input = input.insert_row(rows, 0.0);
                let constant = self.constant.row(0) * self.constant_at(at);
                input.row_mut(rows).copy_from(&constant);
            }
            all.push(input);
            input = next;
        }
        all
    }

    /// What the network makes of them, `P_h`.
    #[must_use]
    pub fn outputs(&self, weights: &Weights) -> DMatrix<f64> {
        let layers = 0..weights.depth();
        layers.fold(self.inputs.clone(), |input, at| self.after_layer(weights, at, &input))
    }

    fn after_layer(&self, weights: &Weights, at: usize, input: &DMatrix<f64>) -> DMatrix<f64> {
        let output = multiply(&weights.matrices()[at], input);
        match &weights.biases()[at] {
            None => output,
            Some(bias) => output + bias * &self.constant * self.constant_at(at),
        }
    }

    /// Those of the data's own coordinates: `C = [V D, √m x̄]` (`d_0 × (rank X_c + 1)`),
    /// `k = [0, √m]`, `Σ = [Y U, √m ȳ]`, in the units of the reduction. `None` where no means were taken off.
    #[must_use]
    pub fn in_data(reduction: &Reduction) -> Option<Self> {
        let means = reduction.means()?;
        let length = means.mass.sqrt();
        let order = reduction.problem().architecture().input();
        let seen = reduction.whiten(&DMatrix::identity(order, order));
        let sigma = reduction.target().matrix();
        Some(Self {
            inputs: with_column(seen, &(&means.inputs * length)),
            constant: constant(sigma.ncols(), length),
            target: with_column(sigma.clone(), &(&means.targets * length)),
            units: reduction.bias_units(),
        })
    }

    /// The same of any network: without biases nobody reads the constant, and there is none.
    #[must_use]
    pub fn of_network(reduction: &Reduction) -> Self {
        if let Some(reads) = Self::in_data(reduction) {
            return reads;
        }
        let order = reduction.problem().architecture().input();
        let inputs = reduction.whiten(&DMatrix::identity(order, order));
        let constant = DMatrix::zeros(1, inputs.ncols());
        let (target, units) = (reduction.target().matrix().clone(), NaturalUnits::one());
        Self { inputs, constant, target, units }
    }

    /// Those of whitened inputs, in which `C` begins with the identity: `rank X_c` coordinates about
    /// the means, and one more where the mean of the inputs is no combination of their
    /// differences. Biases multiply a constant of length one, so that they are `√m b_i`; `units` are
    /// those of the reduction, and a bias goes with as many layers as it follows.
    #[must_use]
    pub fn whitened(reduction: &Reduction, units: NaturalUnits) -> Option<Self> {
        let means = reduction.means()?;
        let length = means.mass.sqrt();
        let sigma = reduction.target().matrix();
        let rank = sigma.ncols();
        let (within, beyond) = mean_of_inputs(reduction, &means.inputs);
        let mut inputs = with_column(DMatrix::identity(rank, rank), &(within * length));
        if beyond.is_some() {
            inputs = inputs.insert_row(rank, 0.0);
            inputs[(rank, rank)] = 1.0;
        }
        let means = means.targets.map(|mean| units.map_here(mean * length));
        Some(Self {
            inputs,
            constant: constant(rank, 1.0),
            target: with_column(sigma.clone(), &means),
            units: NaturalUnits::one(),
        })
    }
}

impl Reduction {
    /// A network with biases in whitened coordinates and natural units, with what it reads there
    /// ([`LayerInputs::whitened`]): its Hessian has the signs of that in the data's own, but for weights
    /// that no sample reaches. Without biases the constant is there and nobody's.
    ///
    /// # Errors
    /// When an entry is not finite.
    ///
    /// # Panics
    /// When the weights are of another network, or the last layer of the problem's has no bias.
    pub fn whitened_network(
        &self,
        weights: &Weights,
    ) -> Result<(LayerInputs, Weights), WeightsError> {
        let (measured, units) = self.in_natural_units();
        measured.whitened_in(weights, units)
    }

    /// The same of a reduction whose target is in these units already.
    ///
    /// # Errors
    /// When an entry is not finite.
    ///
    /// # Panics
    /// As [`whitened_network`](Self::whitened_network).
    pub fn whitened_in(
        &self,
        weights: &Weights,
        units: NaturalUnits,
    ) -> Result<(LayerInputs, Weights), WeightsError> {
        let (Some(reads), Some(means)) = (LayerInputs::whitened(self, units), self.means()) else {
            unreachable!("the last layer of the problem's network has a bias")
        };
        let length = means.mass.sqrt();
        let given = &weights.matrices()[0];
        let mut first = self.whiten(given);
        if let (_, Some(beyond)) = mean_of_inputs(self, &means.inputs) {
            first = with_column(first, &(given * beyond * length));
        }
        let bias = |(layer, bias): (usize, &Option<DVector<f64>>)| {
            let constant = self.bias_units().constant_here(layer - 1) * length;
            bias.as_ref().map(|bias| bias.map(|entry| units.product_here(layer, entry * constant)))
        };
        let biases = (1..).zip(weights.biases()).map(bias).collect();
        let matrices = weights.without_biases().with_first(first)?;
        let scaled = matrices.map(|entry| units.weight_here(entry)).with_biases(biases)?;
        Ok((reads, scaled))
    }
}

/// `μ` with `x̄ = V D μ` plus what no difference of samples reaches, and that, if there is any.
fn mean_of_inputs(
    reduction: &Reduction,
    mean: &DVector<f64>,
) -> (DVector<f64>, Option<DVector<f64>>) {
    let inputs = reduction.problem().architecture().input();
    let rank = reduction.problem().input_rank();
    let there = reduction.whiten(&DMatrix::identity(inputs, inputs));
    let back = reduction.unwhiten(&DMatrix::identity(rank, rank));
    let within = &back * mean;
    let beyond = mean - &there * &within;
    let is_outside = beyond.norm() > MEAN_OUTSIDE * mean.norm();
    (within, is_outside.then_some(beyond))
}

/// Relative to its length: what is left of a mean beside the inputs' differences is more than rounding.
const MEAN_OUTSIDE: f64 = 1e-10;

/// `[0, …, 0, length]`.
fn constant(rank: usize, length: f64) -> DMatrix<f64> {
    let mut row = DMatrix::zeros(1, rank + 1);
    row[(0, rank)] = length;
    row
}

fn with_column(matrix: DMatrix<f64>, column: &DVector<f64>) -> DMatrix<f64> {
    let at = matrix.ncols();
    let mut wider = matrix.insert_column(at, 0.0);
    wider.set_column(at, column);
    wider
}
