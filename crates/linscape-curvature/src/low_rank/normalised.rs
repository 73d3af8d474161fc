//! A network brought to the size of one.
//!
//! Layers are matrices with their biases as last columns, and inputs are seen in the bases where they are few.

mod biased_layer;
mod input_frame;

use biased_layer::biased;
use input_frame::InputFrame;
use linscape_lapack::{DecompositionError, multiply, multiply_transposed};
use linscape_network::{LayerInputs, Weights};
use nalgebra::DMatrix;
use std::borrow::Cow;

pub(super) use biased_layer::{mapped, width_of, without_bias};

/// Weights, inputs and target multiplied by powers of two, which rounds nothing: with
/// `W_i ↦ 2^{−k} W_i`, `C ↦ 2^{−c} C` and `Σ ↦ 2^{−c−hk} Σ` the Hessian is that of the network given
/// times `2^{−2c−2(h−1)k}`.
///
/// A bias multiplies a constant, which has a unit already: networks with biases stay as they are.
#[derive(Debug, Clone)]
pub(super) struct Normalised {
    /// `W_i`, or `[W_i b_i]` where the layer has a bias.
    pub weights: Vec<DMatrix<f64>>,
    /// `C`; `None` where it is the identity.
    pub inputs: Option<DMatrix<f64>>,
    /// `k`, a row: what biases multiply; `None` where there are none.
    pub constant: Option<DMatrix<f64>>,
    pub target: DMatrix<f64>,
    /// The size that layers have where the target is learned: `(‖Σ‖ / ‖C‖)^{1/h}`, `‖C‖` to a power of two.
    pub natural: f64,
    /// Eigenvalues of the Hessian given are those of this one times `2^exponent`.
    pub exponent: i32,
    /// `Q`, where the inputs are those of an [`InputFrame`].
    pub input_basis: Option<DMatrix<f64>>,
}

impl Normalised {
    pub(crate) fn new(
        weights: &[DMatrix<f64>],
        target: &DMatrix<f64>,
        inputs: Option<&DMatrix<f64>>,
    ) -> Self {
        let depth = i32::try_from(weights.len()).unwrap_or(i32::MAX);
        let c = inputs.and_then(exponent_of).unwrap_or(0);
        let natural = exponent_of(target).map(|exponent| (exponent - c).div_euclid(depth));
        let k = weights.iter().map(exponent_of).chain([natural]).flatten().max().unwrap_or(0);
        let target = scaled(target, -c - depth * k);
        Self {
            weights: weights.iter().map(|matrix| scaled(matrix, -k)).collect(),
            inputs: inputs.map(|inputs| scaled(inputs, -c)),
            constant: None,
            natural: target.norm().powf(1.0 / f64::from(depth)),
            target,
            exponent: 2 * c + 2 * (depth - 1) * k,
            input_basis: None,
        }
    }

    /// A network that reads these inputs, in its own units.
    pub(crate) fn reading(weights: &Weights, reads: &LayerInputs) -> Self {
        let layers = weights.matrices().iter().zip(weights.biases());
        let size = exponent_of(&reads.inputs).map_or(1.0, |c| times_power_of_two(1.0, c));
        Self {
            weights: layers.map(|(matrix, bias)| biased(matrix, bias.as_ref())).collect(),
            inputs: Some(reads.inputs.clone()),
            constant: Some(reads.constant.clone()),
            natural: (reads.target.norm() / size).powf(1.0 / weights.depth() as f64),
            target: reads.target.clone(),
            exponent: 0,
            input_basis: None,
        }
    }

    /// `W_i` of a layer, 0-based, without its bias.
    pub(crate) fn matrix(&self, at: usize) -> Cow<'_, DMatrix<f64>> {
        without_bias(&self.weights[at], width_of(&self.weights, self.inputs.as_ref(), at))
    }

    /// The same network in the bases where its inputs are diagonal: as many inputs as their rank. A
    /// layer alone is left as it is. Where there are biases the constant turns with the samples, and the
    /// inputs are only brought to their rank.
    pub(crate) fn in_input_frame(mut self) -> Result<Self, DecompositionError> {
        let Some(inputs) = self.inputs.as_ref().filter(|_| self.weights.len() > 1) else {
            return Ok(self);
        };
        if self.constant.is_some() {
            let basis = InputFrame::range(inputs, self.rounding())?;
            let (reached, width) = (multiply_transposed(&basis, inputs), inputs.nrows());
            self.weights[0] = mapped(&self.weights[0], width, |own| multiply(own, &basis));
            self.inputs = Some(reached);
            self.input_basis = Some(basis);
            return Ok(self);
        }
        let frame = InputFrame::of(inputs, self.rounding())?;
        if frame.lengths.is_empty() {
            return Ok(self);
        }
        self.weights[0] = frame.of_first(&self.weights[0]);
        self.target = frame.of_target(&self.target);
        self.inputs = Some(frame.inputs());
        self.input_basis = Some(frame.basis);
        Ok(self)
    }

    /// Fewest directions that are kept of a hidden layer: where there are biases, one that does nothing still
    /// carries the changes of those before it, and what is beyond it is still felt.
    pub(crate) fn least_directions(&self) -> usize {
        usize::from(self.constant.is_some())
    }

    /// Relative size of what rounding leaves of a zero.
    pub(crate) fn rounding(&self) -> f64 {
        let widths = self.weights.iter().flat_map(|matrix| [matrix.nrows(), matrix.ncols()]);
        4.0 * widths.max().unwrap_or(1).max(4) as f64 * f64::EPSILON
    }
}

/// The exponent of the largest entry; `None` of a zero matrix.
fn exponent_of(matrix: &DMatrix<f64>) -> Option<i32> {
    let largest = matrix.iter().fold(0.0_f64, |most, entry| most.max(entry.abs()));
    #[allow(clippy::cast_possible_truncation, reason = "between -1074 and 1024")]
    (largest > 0.0).then(|| largest.log2().floor() as i32)
}

fn scaled(matrix: &DMatrix<f64>, exponent: i32) -> DMatrix<f64> {
    if exponent == 0 {
        matrix.clone()
    } else {
        matrix.map(|entry| times_power_of_two(entry, exponent))
    }
}

/// `value · 2^exponent`, in steps that stay in range when the result does.
pub(super) fn times_power_of_two(value: f64, exponent: i32) -> f64 {
    let (mut value, mut left) = (value, exponent);
    while left != 0 {
        let step = left.clamp(-1000, 1000);
        value *= 2.0_f64.powi(step);
        left -= step;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_two_go_there_and_back() {
        let two = 2.0_f64;
        let pairs = [(3.0, 4, 48.0), (1.5, -1, 0.75), (two.powi(-900), 1800, two.powi(900))];
        for (value, exponent, there) in pairs {
            assert_eq!(times_power_of_two(value, exponent).to_bits(), there.to_bits());
            assert_eq!(times_power_of_two(there, -exponent).to_bits(), value.to_bits());
        }
    }

    #[test]
    fn the_largest_entry_ends_up_between_one_and_two() {
        let weights = vec![DMatrix::from_element(1, 1, 3e40), DMatrix::from_element(1, 1, 1e39)];
        let normalised = Normalised::new(&weights, &DMatrix::from_element(1, 1, 1e20), None);
        let largest = normalised.weights[0][(0, 0)];
        assert!((1.0..2.0).contains(&largest), "{largest}");
        let back = times_power_of_two(largest * largest, normalised.exponent);
        assert!((back / 9e80 - 1.0).abs() < 1e-14);
    }
}
