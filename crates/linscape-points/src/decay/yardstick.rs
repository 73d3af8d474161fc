//! What weights and Hessians of a regularised loss are measured with.

use linscape_critical::euclidean_length;
use nalgebra::DMatrix;

/// Sizes of `½‖Σ − W_h⋯W_2(W_1 M)‖² + ½ Σ_i λ_i‖W_i‖²`, whatever the units of inputs and targets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Yardstick {
    depth: usize,
    /// `‖Σ‖`.
    target: f64,
    /// `‖M‖`.
    stretch: f64,
    /// `max λ_i`.
    decay: f64,
}

impl Yardstick {
    /// Of target, map of the inputs (the identity when none is given) and one decay a layer.
    pub(crate) fn new(target: &DMatrix<f64>, first: Option<&DMatrix<f64>>, decay: &[f64]) -> Self {
        Self {
            depth: decay.len(),
            target: euclidean_length(target.as_slice()),
            stretch: first.map_or(1.0, |first| euclidean_length(first.as_slice())),
            decay: decay.iter().fold(0.0, |most, own| own.max(most)),
        }
    }

    /// `(‖Σ‖/‖M‖)^{1/h}`: the size of a layer of a solution.
    pub(crate) fn unit(&self) -> f64 {
        (self.target / self.stretch).powf(1.0 / self.depth as f64)
    }

    /// An upper estimate of the Hessian's norm, `‖M‖²b^{2h−2} + ‖Σ‖‖M‖b^{h−2} + λ`, where no layer is larger
    /// than `b`, nor smaller than those of a solution. It does not vanish where the Hessian does.
    pub(crate) fn scale(&self, matrices: &[DMatrix<f64>]) -> f64 {
        let h = self.depth as f64;
        let length = |own: &DMatrix<f64>| euclidean_length(own.as_slice());
        let layer = matrices.iter().fold(self.unit(), |most, own| most.max(length(own)));
        let product = layer.powf(h - 1.0) * self.stretch;
        // Depth 1 has no second factor.
        let bend = if self.depth == 1 { 0.0 } else { self.stretch * layer.powf(h - 2.0) };
        product * product + h * self.target * bend + self.decay
    }
}

/// A difference in units of a size, which may vanish together.
pub(crate) fn relative(difference: f64, size: f64) -> f64 {
    if difference == 0.0 { 0.0 } else { difference / size }
}
