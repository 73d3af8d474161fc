//! How far biases are from where they do their best.

use linscape_critical::{Origin, euclidean_length};
use linscape_network::{Reduction, Weights};
use nalgebra::{DMatrix, DVector};

/// The offset `c = Σ_i W_{h:i+1} b_i + W x̄ − ȳ` of the outputs of a network whose last layer has a
/// bias. It vanishes at every critical point: the gradient at `b_h` is `m c`.
///
/// Source: `docs/theory.md`, "Biases".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OffsetCheck {
    /// `‖c‖`, in units of the targets.
    pub norm: f64,
    /// The norm of the gradient over all biases, in the problem's convention.
    pub gradient_norm: f64,
    /// `‖c‖` in units of the error it may have: up to 1 is zero.
    pub in_errors: f64,
    /// From which multiple of its error on it is called nonzero.
    pub clear: f64,
    /// What it adds to the loss, `(m/2)‖c‖²` in the problem's convention.
    pub loss: f64,
}

impl OffsetCheck {
    /// The offset at weights in the data's own coordinates, stored with the given relative spacing;
    /// `None` where the last layer has no bias.
    ///
    /// # Panics
    /// When the weights are of another network.
    pub(crate) fn at(
        reduction: &Reduction,
        weights: &Weights,
        epsilon: f64,
        clear: f64,
    ) -> Option<Self> {
        let offset = reduction.offset(weights)?;
        let means = reduction.means()?;
        let (samples, factor) = (means.mass, reduction.problem().factor());
        let norm = euclidean_length(offset.as_slice());
        let summed = terms(weights, &means.inputs) + means.targets.abs();
        let error = relative_error(reduction, weights, epsilon)
            * euclidean_length(summed.as_slice())
            + computing_error(reduction, weights) * averaged(reduction, weights, samples);
        let in_errors = if norm > 0.0 { norm / error } else { 0.0 };
        let squared = norm * (samples * norm);
        Some(Self {
            norm,
            gradient_norm: factor * samples * pulled_back(weights, &offset),
            in_errors,
            clear,
            loss: factor * 0.5 * squared,
        })
    }

    /// The same beside a penalty, with the gradient of both; `restated` is the factor of the loss there to that of the data, which
    /// may be stated in another convention.
    pub(crate) fn with_decay(self, restated: f64, gradient_norm: f64) -> Self {
        Self { gradient_norm, loss: restated * self.loss, ..self }
    }

    /// Whether it vanishes; `None` when its error leaves that open.
    #[must_use]
    pub fn vanishes(&self) -> Option<bool> {
        if self.in_errors <= 1.0 {
            return Some(true);
        }
        (self.in_errors > self.clear).then_some(false)
    }
}

/// The size of what the means were taken of, as the outputs see it: a mean rounds beside the numbers averaged, and that
/// of data about their means is rounding alone.
fn averaged(reduction: &Reduction, weights: &Weights, samples: f64) -> f64 {
    let Some(stretches) = reduction.stretches() else { return 0.0 };
    let problem = reduction.problem();
    let explained = euclidean_length(&problem.spectrum().singular_values());
    let unexplained = (2.0 * problem.loss_offset() / problem.factor()).sqrt();
    let inputs = stretches.first().copied().unwrap_or(0.0);
    let inputs = DVector::from_element(weights.widths()[0], inputs / samples.sqrt());
    let carried = weights.matrices().iter().fold(inputs, |size, matrix| matrix.abs() * size);
    euclidean_length(carried.as_slice()) + explained.hypot(unexplained) / samples.sqrt()
}

/// How wrong a sum of products of weights, biases and means may be, relative to the sum of their sizes.
pub(crate) fn relative_error(reduction: &Reduction, weights: &Weights, epsilon: f64) -> f64 {
    let layers = weights.depth() as f64 + 1.0;
    let stored = if epsilon > f64::EPSILON { epsilon } else { 0.0 };
    let tolerance = reduction.problem().tolerance();
    let chosen = tolerance.map(|found| found.rank).filter(|rank| rank.origin == Origin::Option);
    let error = computing_error(reduction, weights) + layers * stored;
    error.max(chosen.map_or(0.0, |rank| rank.value))
}

/// The same where the weights are exact.
fn computing_error(reduction: &Reduction, weights: &Weights) -> f64 {
    let largest = weights.widths().into_iter().max().unwrap_or(1).max(4);
    let layers = weights.depth() as f64 + 1.0;
    let tolerance = reduction.problem().tolerance();
    let of_data = tolerance.map_or(0.0, |found| found.precision.unit_roundoff());
    layers * (4.0 * largest as f64 * f64::EPSILON + of_data)
}

/// The sizes of what adds up to what the network makes of an input.
fn terms(weights: &Weights, input: &DVector<f64>) -> DVector<f64> {
    let layers = weights.matrices().iter().zip(weights.biases());
    layers.fold(input.abs(), |size, (matrix, bias)| {
        let product = matrix.abs() * size;
        bias.as_ref().map_or_else(|| product.clone(), |bias| &product + bias.abs())
    })
}

/// `‖W_{h:i+1}ᵀ c‖` over all layers `i` with a bias.
fn pulled_back(weights: &Weights, offset: &DVector<f64>) -> f64 {
    let mut parts = Vec::new();
    let mut back: DMatrix<f64> = DMatrix::from_column_slice(offset.len(), 1, offset.as_slice());
    for (matrix, bias) in weights.matrices().iter().zip(weights.biases()).rev() {
        if bias.is_some() {
            parts.push(euclidean_length(back.as_slice()));
        }
        back = matrix.tr_mul(&back);
    }
    euclidean_length(&parts)
}
