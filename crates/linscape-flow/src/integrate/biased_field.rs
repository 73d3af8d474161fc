//! The motion of a network with biases, the last of which may be read as the offset it leaves.

use crate::GradientFlow;
use linscape_lapack::{Factor, accumulate_product, multiply, multiply_transposed};
use nalgebra::{DMatrix, DVector};

/// The velocity of a network with biases at a state, and what of its derivative is not the stiff part.
///
/// In place of the last bias a state may have the offset `e = ȳ' − p_h`, the last column of the residual
/// (`docs/theory.md`, "Biases": `(W, b_1, …, b_{h−1}, c)` are coordinates). Small inputs beside the constant `k_h` that the
/// bias multiplies make the offset settle `k_h²` times as fast as anything else moves, and what is left of it
/// then is that much smaller than the outputs, of which it is the difference: as a number of its own it has all
/// its digits. With the velocities `t_i = W_i t_{i−1} + Ẇ_i p_{i−1} + k_i ḃ_i` of the last columns `p_i` of what layers make,
///
/// `ė = −(W_h t_{h−1} + Ẇ_h p_{h−1} + f k_h² e)`.
#[derive(Debug, Clone)]
pub(crate) struct BiasedField {
    weights: Vec<DMatrix<f64>>,
    /// `k_i` of the layers, 0 where there is no bias.
    constants: Vec<f64>,
    /// The direction of the constant among the samples, of length one; with an offset the last unit vector.
    constant: DVector<f64>,
    has_bias: Vec<bool>,
    has_offset: bool,
    factor: f64,
    /// `P_0, …, P_{h−1}`.
    inputs: Vec<DMatrix<f64>>,
    /// `E_1, …, E_h`, the last one with `e` as its last column.
    errors: Vec<DMatrix<f64>>,
    /// `Ẇ_1, …, Ẇ_h`.
    slopes: Vec<DMatrix<f64>>,
    /// `t_0, …, t_{h−1}`.
    means: Vec<DVector<f64>>,
    /// `ė`.
    offset: DVector<f64>,
}

/// The numbers of a layer: its matrix, and its bias, of the last one `e`.
struct Numbers {
    matrix: DMatrix<f64>,
    bias: Option<DVector<f64>>,
}

fn numbers(flow: &GradientFlow, state: &[f64]) -> Vec<Numbers> {
    let layers = flow.layers(state).into_iter().enumerate();
    let numbers = |(at, layer)| {
        let parts = flow.parts(at, layer);
        let (rows, columns) = parts.matrix.shape();
        let matrix = DMatrix::from_column_slice(rows, columns, parts.matrix.entries());
        Numbers { matrix, bias: parts.bias.map(DVector::from_column_slice) }
    };
    layers.map(numbers).collect()
}

/// `A Bᵀ` added to a multiple of what is there.
fn add_outer(scale: f64, a: &DMatrix<f64>, b: &DMatrix<f64>, sum: &mut DMatrix<f64>) {
    accumulate_product(scale, a.into(), Factor::from(b).transposed(), 1.0, sum.as_mut_slice());
}

impl BiasedField {
    /// At a state in which biases move, the offset in the place of the last one or not.
    ///
    /// # Complexity
    /// `3h` products of matrices.
    pub(crate) fn at(flow: &GradientFlow, has_offset: bool, state: &[f64]) -> Self {
        let depth = flow.depth();
        let layers = numbers(flow, state);
        let has_bias: Vec<bool> = layers.iter().map(|layer| layer.bias.is_some()).collect();
        let constant = flow.constant_direction();
        let constants: Vec<f64> = (0..depth).map(|at| flow.constant_at(at)).collect();
        let mut inputs = vec![flow.read_inputs().clone()];
        for (layer, times) in layers.iter().zip(&constants) {
            let mut made = multiply(&layer.matrix, &inputs[inputs.len() - 1]);
            if let Some(bias) = &layer.bias {
                made.ger(*times, bias, &constant, 1.0);
            }
            inputs.push(made);
        }
        let made = inputs.pop().unwrap_or_default();
        let mut residual = flow.target() - made;
        let offset = layers.last().and_then(|layer| layer.bias.as_ref());
        if let Some(offset) = offset.filter(|_| has_offset) {
            let at = residual.ncols() - 1;
            residual.column_mut(at).copy_from(offset);
        }
        let weights: Vec<DMatrix<f64>> = layers.into_iter().map(|layer| layer.matrix).collect();
        let mut errors = vec![residual];
        for matrix in weights[1..].iter().rev() {
            errors.push(multiply_transposed(matrix, &errors[errors.len() - 1]));
        }
        errors.reverse();
        let factor = flow.factor();
        let slope = |(error, input): (&DMatrix<f64>, &DMatrix<f64>)| {
            let mut slope = DMatrix::zeros(error.nrows(), input.nrows());
            add_outer(factor, error, input, &mut slope);
            slope
        };
        let slopes = errors.iter().zip(&inputs).map(slope).collect();
        let mut field = Self {
            weights,
            constants,
            constant,
            has_bias,
            has_offset,
            factor,
            inputs,
            errors,
            slopes,
            means: Vec::new(),
            offset: DVector::zeros(0),
        };
        if has_offset {
            field.move_means();
        }
        field
    }

    /// `W_1, …, W_h`.
    pub(crate) fn weights(&self) -> &[DMatrix<f64>] {
        &self.weights
    }

    /// What layers read, with `k` below where they have a bias.
    pub(crate) fn read_by_layers(&self) -> Vec<DMatrix<f64>> {
        let layers = self.inputs.iter().zip(&self.has_bias).zip(&self.constants);
        let read = |((input, has_bias), times): ((&DMatrix<f64>, &bool), &f64)| {
            let rows = input.nrows();
            let mut read = input.clone();
            if *has_bias {
                read = read.insert_row(rows, 0.0);
                read.row_mut(rows).tr_copy_from(&(&self.constant * *times));
            }
            read
        };
        layers.map(read).collect()
    }

    /// Whether the offset stands in the place of the last bias.
    pub(crate) fn has_offset(&self) -> bool {
        self.has_offset
    }

    /// What of a matrix over the samples biases see.
    fn seen(&self, matrix: &DMatrix<f64>) -> DVector<f64> {
        matrix * &self.constant
    }

    fn move_means(&mut self) {
        let mut moved = DVector::zeros(self.inputs[0].nrows());
        for (at, weights) in self.weights.iter().enumerate() {
            let mean = self.seen(&self.inputs[at]);
            let mut next = weights * &moved + &self.slopes[at] * mean;
            next += self.seen(&self.errors[at])
                * (self.constants[at] * self.factor)
                * self.constants[at];
            self.means.push(std::mem::replace(&mut moved, next));
        }
        self.offset = -moved;
    }

    /// Writes the velocity.
    pub(crate) fn velocity(&self, velocity: &mut [f64]) {
        let bias = |at: usize| self.seen(&self.errors[at]) * (self.factor * self.constants[at]);
        self.write(&self.slopes, bias, &self.offset, velocity);
    }

    fn write(
        &self,
        slopes: &[DMatrix<f64>],
        bias: impl Fn(usize) -> DVector<f64>,
        offset: &DVector<f64>,
        to: &mut [f64],
    ) {
        let (mut rest, depth) = (to, self.weights.len());
        for (at, slope) in slopes.iter().enumerate() {
            let (matrix, after) = rest.split_at_mut(slope.len());
            matrix.copy_from_slice(slope.as_slice());
            rest = after;
            if self.has_bias[at] {
                let (place, after) = rest.split_at_mut(slope.nrows());
                if self.has_offset && at + 1 == depth {
                    place.copy_from_slice(offset.as_slice());
                } else {
                    place.copy_from_slice(bias(at).as_slice());
                }
                rest = after;
            }
        }
    }

    /// Writes the derivative of the velocity along a change of the state, the residual held fast: what the stiff part
    /// `−f JᵀJ` leaves out.
    ///
    /// # Complexity
    /// `4h` products of matrices.
    pub(crate) fn with_residual_fixed(
        &self,
        flow: &GradientFlow,
        change: &[f64],
        image: &mut [f64],
    ) {
        let layers = numbers(flow, change);
        let depth = layers.len();
        let mut errors =
            vec![DMatrix::zeros(self.errors[depth - 1].nrows(), self.inputs[0].ncols())];
        for at in (1..depth).rev() {
            let mut error = multiply_transposed(&self.weights[at], &errors[errors.len() - 1]);
            let given = Factor::from(&layers[at].matrix).transposed();
            accumulate_product(1.0, given, (&self.errors[at]).into(), 1.0, error.as_mut_slice());
            errors.push(error);
        }
        errors.reverse();
        let mut input = DMatrix::zeros(self.inputs[0].nrows(), self.inputs[0].ncols());
        let mut moved = DVector::zeros(self.inputs[0].nrows());
        let mut slopes = Vec::with_capacity(depth);
        for (at, layer) in layers.iter().enumerate() {
            let mut slope = DMatrix::zeros(layer.matrix.nrows(), layer.matrix.ncols());
            add_outer(self.factor, &errors[at], &self.inputs[at], &mut slope);
            add_outer(self.factor, &self.errors[at], &input, &mut slope);
            let times = self.constants[at];
            if self.has_offset {
                moved = &self.weights[at] * &moved
                    + &layer.matrix * &self.means[at]
                    + &slope * self.seen(&self.inputs[at])
                    + &self.slopes[at] * self.seen(&input)
                    + self.seen(&errors[at]) * (times * self.factor) * times;
            }
            slopes.push(slope);
            let mut made = multiply(&self.weights[at], &input);
            let given = (&layer.matrix).into();
            accumulate_product(1.0, given, (&self.inputs[at]).into(), 1.0, made.as_mut_slice());
            if let Some(bias) = &layer.bias {
                made.ger(times, bias, &self.constant, 1.0);
            }
            input = made;
        }
        let bias = |at: usize| self.seen(&errors[at]) * (self.factor * self.constants[at]);
        self.write(&slopes, bias, &-moved, image);
    }
}
