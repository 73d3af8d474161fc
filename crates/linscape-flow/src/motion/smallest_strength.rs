//! The size of the smallest weights, which decide when a saddle is left.

use crate::GradientFlow;
use linscape_lapack::{DecompositionError, singular_values};
use nalgebra::DMatrix;

/// What rounding leaves of a singular value, relative to the largest of its layer: smaller ones are none.
const ROUND_OFF: f64 = 64.0 * f64::EPSILON;

/// The smallest singular value of the layers of a state, of those that are more than rounding; `None` where all
/// weights are zero.
///
/// A mode grows from its own amplitude, however small, and the time it takes hangs on that: what an integration may
/// be wrong by has to be measured against it, not against weights that have learned.
///
/// # Errors
/// When a decomposition fails.
///
/// # Complexity
/// The singular values of the layers.
///
/// # Examples
/// Beside a mode that is learned, another one of amplitude 10⁻⁶.
/// ```
/// use linscape_critical::Problem;
/// use linscape_flow::{Coordinates, GradientFlow, smallest_strength};
/// use linscape_network::Reduction;
/// let problem = Problem::exact(&[2, 2, 2], &[4, 1])?;
/// let flow = GradientFlow::new(&Reduction::of_spectrum(problem), Coordinates::Whitened);
/// let state = [2.0, 0.0, 0.0, 1e-6, 2.0, 0.0, 0.0, 1e-6];
/// let least = smallest_strength(&flow, &state)?.ok_or("weights")?;
/// assert!((least / 1e-6 - 1.0).abs() < 1e-8);
/// assert_eq!(smallest_strength(&flow, &[0.0; 8])?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn smallest_strength(
    flow: &GradientFlow,
    state: &[f64],
) -> Result<Option<f64>, DecompositionError> {
    let mut least: Option<f64> = None;
    for layer in flow.layers(state) {
        let (rows, columns) = layer.shape();
        let values = singular_values(DMatrix::from_column_slice(rows, columns, layer.entries()))?;
        let largest = values.iter().copied().fold(0.0, f64::max);
        let told = values.into_iter().filter(|value| *value > ROUND_OFF * largest);
        least = told.chain(least).min_by(f64::total_cmp);
    }
    Ok(least)
}

/// What a singular value has to be, relative to the largest of its layer, to be told from rounding to three digits.
const TOLD: f64 = 1e3 * ROUND_OFF;

/// How many modes of the layers are told from rounding: of the layer that has most of them. Where a trajectory learns
/// more it has left by its rounding, and when it did so says nothing.
pub(crate) fn told_modes(flow: &GradientFlow, state: &[f64]) -> Result<usize, DecompositionError> {
    let mut most = 0;
    for layer in flow.layers(state) {
        let (rows, columns) = layer.shape();
        let values = singular_values(DMatrix::from_column_slice(rows, columns, layer.entries()))?;
        let largest = values.iter().copied().fold(0.0, f64::max);
        most = most.max(values.into_iter().filter(|value| *value > TOLD * largest).count());
    }
    Ok(most)
}
