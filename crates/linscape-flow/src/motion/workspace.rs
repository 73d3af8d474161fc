//! Evaluations of the vector field.

use crate::GradientFlow;
use linscape_lapack::{Factor, accumulate_product};
use nalgebra::DMatrix;

/// Buffers for evaluations of a flow.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// `P_1, …, P_h` with `P_i = W_i⋯W_1 D`.
    inputs: Vec<DMatrix<f64>>,
    /// `E_1, …, E_h` with `E_i = W_{h:i+1}ᵀ R`.
    errors: Vec<DMatrix<f64>>,
}

impl GradientFlow {
    /// Buffers for evaluating the flow many times.
    #[must_use]
    pub fn workspace(&self) -> Workspace {
        Workspace::new(&self.widths[1..], self.target.ncols())
    }
}

impl Workspace {
    /// For layers of these widths on so many columns of inputs.
    pub(super) fn new(widths: &[usize], samples: usize) -> Self {
        let matrices = || widths.iter().map(|&width| DMatrix::zeros(width, samples)).collect();
        Self { inputs: matrices(), errors: matrices() }
    }

    /// Writes `−∂L/∂W` and returns the loss without the offset `κ`, `f · ½‖R‖²` and its penalty.
    ///
    /// # Complexity
    /// `3h − 3` products of matrices.
    ///
    /// # Panics
    /// When state, velocity or buffers are not of the flow's shape.
    pub fn velocity(&mut self, flow: &GradientFlow, state: &[f64], velocity: &mut [f64]) -> f64 {
        let layers = flow.layers(state);
        self.forward(flow, &layers);
        let loss = self.carry_back(flow, &layers);
        let mut rest = &mut *velocity;
        for (i, layer) in layers.iter().enumerate() {
            let (rows, columns) = layer.shape();
            let (place, after) = rest.split_at_mut(rows * columns);
            rest = after;
            let error = &self.errors[i];
            if let Some(reading) = &flow.reading {
                let input = i.checked_sub(1).map_or(&reading.reads.inputs, |at| &self.inputs[at]);
                reading.slopes(i, flow.factor, error, input, place);
                continue;
            }
            if i > 0 {
                let input = Factor::from(&self.inputs[i - 1]).transposed();
                accumulate_product(flow.factor, error.into(), input, 0.0, place);
                continue;
            }
            for (at, (entry, error)) in place.iter_mut().zip(error.iter()).enumerate() {
                let stretch = flow.stretches.as_ref().map_or(1.0, |d| d[at / rows]);
                *entry = flow.factor * stretch * error;
            }
        }
        assert!(rest.is_empty(), "a velocity of as many numbers as weights");
        let Some(penalty) = &flow.penalty else { return loss };
        penalty.add(-flow.factor, flow.layout(), state, velocity);
        loss + flow.factor * penalty.value(flow.layout(), state)
    }

    /// The end-to-end map of the last state seen, in whitened coordinates.
    #[must_use]
    pub fn product(&self, flow: &GradientFlow) -> DMatrix<f64> {
        self.layer_input(flow.depth()).columns(0, flow.signal_columns()).into_owned()
    }

    /// `P_i = W_i⋯W_1 D` of the last state seen, `1 ≤ i ≤ h`.
    pub(crate) fn layer_input(&self, i: usize) -> &DMatrix<f64> {
        &self.inputs[i - 1]
    }

    pub(crate) fn forward(&mut self, flow: &GradientFlow, layers: &[Factor<'_>]) {
        for (i, layer) in layers.iter().enumerate() {
            let (before, here) = self.inputs.split_at_mut(i);
            if let Some(reading) = &flow.reading {
                let input = before.last().unwrap_or(&reading.reads.inputs);
                reading.outputs(i, flow.parts(i, *layer), input, &mut here[0]);
                continue;
            }
            match before.last() {
                None => here[0].as_mut_slice().copy_from_slice(layer.entries()),
                Some(input) => {
                    accumulate_product(1.0, *layer, input.into(), 0.0, here[0].as_mut_slice());
                    continue;
                }
            }
            if let Some(stretches) = &flow.stretches {
                for (mut column, stretch) in here[0].column_iter_mut().zip(stretches.iter()) {
                    column.scale_mut(*stretch);
                }
            }
        }
    }

    /// Fills the errors from the layer inputs; the loss without offset.
    fn carry_back(&mut self, flow: &GradientFlow, layers: &[Factor<'_>]) -> f64 {
        let depth = layers.len();
        let residual = &mut self.errors[depth - 1];
        residual.copy_from(&flow.target);
        *residual -= &self.inputs[depth - 1];
        let loss = flow.factor * 0.5 * residual.norm_squared();
        for (i, layer) in layers.iter().enumerate().skip(1).rev() {
            let (before, here) = self.errors.split_at_mut(i);
            let back = before[i - 1].as_mut_slice();
            let matrix = flow.parts(i, *layer).matrix;
            accumulate_product(1.0, matrix.transposed(), (&here[0]).into(), 0.0, back);
        }
        loss
    }
}
