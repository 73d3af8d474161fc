//! The constant that biases multiply, and the offset in the place of the last of them.

use crate::GradientFlow;
use crate::motion::Reading;
use linscape_lapack::multiply;
use linscape_network::LayerInputs;
use nalgebra::{DMatrix, DMatrixView, DVector, DVectorView};

/// Relative to its length: what is left of a mean beside the inputs' differences is more than rounding.
const MEAN_OUTSIDE: f64 = 1e-10;

/// A constant this short beside the inputs moves biases at the square of it.
const SHORT: f64 = 1e-5;

/// A gradient by the map, relative to its terms, which is rounding.
const SETTLED: f64 = 1e-12;

impl GradientFlow {
    /// Which layers have biases that move; empty where none do.
    pub(crate) fn biases(&self) -> &[bool] {
        self.reading.as_ref().map_or(&[], |reading| &reading.biases)
    }

    /// `k_i`, what the bias of a layer (0-based) multiplies; 0 where it has none.
    pub(crate) fn constant_at(&self, layer: usize) -> f64 {
        let reading = self.reading.as_ref().filter(|reading| reading.biases[layer]);
        reading.map_or(0.0, |own| own.reads.constant_at(layer) * own.reads.constant.norm())
    }

    /// Whether biases alone are left to move, and would wait 10¹⁰ times as long as matrices take: the constant is so short
    /// beside the inputs, and the gradient by the map, in which the loss is convex, is the rounding of its terms. No
    /// saddle is there to leave.
    pub(crate) fn waits_for_biases(&self, state: &[f64]) -> bool {
        let Some(reading) = &self.reading else { return false };
        let inputs = &reading.reads.inputs;
        let longest = (0..self.depth()).map(|at| self.constant_at(at)).fold(0.0, f64::max);
        if longest > SHORT * inputs.norm() {
            return false;
        }
        let mut workspace = self.workspace();
        workspace.forward(self, &self.layers(state));
        let residual = &self.target - workspace.layer_input(self.depth());
        let slope = multiply(&residual, &inputs.transpose());
        slope.norm() <= SETTLED * self.target.norm() * inputs.norm()
    }

    /// The direction of the constant among the samples.
    ///
    /// # Panics
    /// Where no biases move.
    pub(crate) fn constant_direction(&self) -> DVector<f64> {
        let Some(reading) = &self.reading else { unreachable!("biases move") };
        reading.reads.constant.row(0).transpose().normalize()
    }

    /// The same flow in an orthonormal basis of the samples with a last one that inputs do not have, only the constant;
    /// `None` where the mean of the inputs is no combination of their differences, and there is none.
    pub(crate) fn with_constant_apart(&self) -> Option<Self> {
        let reading = self.reading.as_ref()?;
        let (LayerInputs { inputs, constant, .. }, rank) = (&reading.reads, reading.rank);
        let (within, mean) = (inputs.columns(0, rank), inputs.column(rank));
        // The columns that differences of samples give are orthogonal.
        let shares = DVector::from_fn(rank, |at, _| {
            within.column(at).dot(&mean) / within.column(at).norm_squared()
        });
        if (within * &shares - mean).norm() > MEAN_OUTSIDE * mean.norm() {
            return None;
        }
        // A reflection that exchanges this direction with the last one.
        let mut unseen = (-shares).insert_row(rank, 1.0).normalize();
        unseen[rank] += 1.0;
        let unseen = unseen.normalize();
        let reflected = |matrix: &DMatrix<f64>| {
            let along = matrix * &unseen;
            matrix - along * unseen.transpose() * 2.0
        };
        let mut reads = LayerInputs {
            inputs: reflected(inputs),
            constant: reflected(constant),
            target: reflected(&self.target),
            units: reading.reads.units,
        };
        reads.inputs.column_mut(rank).fill(0.0);
        let mut apart = self.clone();
        apart.target = reads.target.clone();
        apart.reading = Some(Reading { reads, ..reading.clone() });
        Some(apart)
    }

    /// What the first layer reads where biases move.
    ///
    /// # Panics
    /// Where none do.
    pub(crate) fn read_inputs(&self) -> &DMatrix<f64> {
        let Some(reading) = &self.reading else { unreachable!("biases move") };
        &reading.reads.inputs
    }

    /// Puts the offset `e`, the last column of the residual, in the place of the last bias of a state, or the bias
    /// in its place: `k_h b_h + e = ȳ' − W_h p_{h−1}`.
    pub(crate) fn exchange_offset(&self, state: &mut [f64], towards: Place) {
        let last = self.depth() - 1;
        let layers = self.layers(state);
        let mut mean = self.read_inputs().column(self.signal_columns()).into_owned();
        for (at, layer) in layers.into_iter().enumerate() {
            let parts = self.parts(at, layer);
            let (rows, columns) = parts.matrix.shape();
            let matrix = DMatrixView::from_slice(parts.matrix.entries(), rows, columns);
            mean = matrix * mean;
            if let Some(bias) = parts.bias.filter(|_| at < last) {
                mean.axpy(self.constant_at(at), &DVectorView::from_slice(bias, rows), 1.0);
            }
        }
        let missing = self.target.column(self.signal_columns()) - mean;
        let (start, constant) = (state.len() - missing.len(), self.constant_at(last));
        for (entry, missing) in state[start..].iter_mut().zip(missing.iter()) {
            *entry = match towards {
                Place::Offset => missing - constant * *entry,
                Place::Bias => (missing - *entry) / constant,
            };
        }
    }
}

/// What stands behind the last matrix of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The offset.
    Offset,
    /// The bias.
    Bias,
}
