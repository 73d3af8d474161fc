//! How wrong `Σ` may be, given how exactly the data were stored.

use super::WhitenedInputs;
use crate::Dataset;
use linscape_critical::{Origin, Precision, Tolerance, euclidean_length};
use nalgebra::DMatrix;

/// A bound on the error of every singular value of `Σ = Y U`.
///
/// # Method
/// Write `Y = B X̂ + N` with the scaled inputs `X̂`, their least-squares coefficients `B` and what
/// these leave, `N`. When `X̂` moves by `e`, its span turns by up to `e/σ_ρ(X̂)`, which only `N`
/// notices, and `B X̂` moves by `‖B‖ e`. Targets that moved by `e_Y` move `Σ` by no more. So the
/// error is at most `e_Y + ‖B‖ e + ‖N‖ e / σ_ρ(X̂)` to first order: inputs of which one is nearly a
/// combination of the others blur `Σ` where targets are not explained by them.
///
/// Source: Wedin, Perturbation theory for pseudo-inverses, 1973.
pub(crate) struct SigmaError {
    /// From storing the data, and from computing on badly conditioned inputs.
    perturbation: f64,
    /// From computing with doubles: as exact as the targets, however little of them the inputs
    /// explain.
    computing: f64,
    is_coarse: bool,
}

impl SigmaError {
    pub(crate) fn of(
        data: &Dataset,
        inputs: &WhitenedInputs,
        sigma: &DMatrix<f64>,
        residual: &DMatrix<f64>,
    ) -> Self {
        let coefficients = inputs.scaled_coefficients(sigma);
        let smallest = inputs.scaled_values.last().copied().unwrap_or(1.0);
        let turned = euclidean_length(residual.as_slice()) / smallest;
        let moved = euclidean_length(coefficients.as_slice());
        let [_, rows] = data.rows();
        let targets = euclidean_length(rows.as_slice());
        let largest = data.samples().max(data.inputs().ncols()).max(data.targets().ncols());
        Self {
            perturbation: data.targets_error() + (moved + turned) * inputs.error,
            computing: largest.max(16) as f64 * f64::EPSILON * targets,
            is_coarse: data.precision().into_iter().any(Precision::is_coarse),
        }
    }

    /// The thresholds for singular values whose largest is `largest`.
    pub(crate) fn tolerance(&self, largest: f64) -> Tolerance {
        let error = self.perturbation.max(self.computing);
        // Of `Σ = 0` nothing is known but that it is zero.
        let relative = if largest > 0.0 { (error / largest).min(f64::MAX) } else { 0.0 };
        let is_stored = self.is_coarse && self.perturbation > self.computing;
        Tolerance::from_error(relative, if is_stored { Origin::Stored } else { Origin::RoundOff })
    }
}
