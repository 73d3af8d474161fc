//! The closed forms of a family with decay against the dense Hessian of one of its points.

use super::bias_penalty::bias_eigenvalues;
use super::decayed_point::decided_coordinates;
use super::{Natural, Yardstick, relative};
use linscape_curvature::{NumericalInertia, Regularised};
use linscape_decay::{DecayedProblem, Form, Word, form, spectrum};
use linscape_lapack::{DecompositionError, symmetric_eigenvalues};
use linscape_network::{Layers as _, Reduction, Weights};

/// Outcome of comparing theorem and numerics at one point.
#[derive(Debug, Clone, PartialEq)]
pub struct DecayedRoad {
    /// What the closed form says.
    pub theorem: Form,
    /// What the eigenvalues of the dense Hessian say.
    pub numerics: NumericalInertia,
    /// Norm of the gradient relative to its scale.
    pub relative_gradient: f64,
    /// Difference of the losses, relative.
    pub relative_loss: f64,
    /// Largest difference of an eigenvalue from the closed form, relative to the largest.
    pub relative_spectrum: f64,
    /// Whether all of these agree; `None` when the numerics or the theorem are undecided.
    pub agree: Option<bool>,
}

/// Largest relative difference that rounding explains, of gradients and of losses.
const ROUNDING: f64 = 1e-10;

/// Compares gradient, loss, inertia and spectrum of a family with those of the dense regularised loss
/// at given weights (those that decay), for inputs that are isotropic, or targets of an autoencoder, as far as
/// the tolerance of the data decided. Directions of input without data are left out where the loss does not
/// depend on them, and counted as zeros; so are biases, which split off.
///
/// # Errors
/// When the eigenvalue computation fails.
///
/// # Panics
/// When weights, word or reduction are another problem's.
///
/// # Complexity
/// `O(N³)` time, `8 N²` bytes.
pub fn decayed_road(
    reduction: &Reduction,
    problem: &DecayedProblem,
    word: &Word,
    weights: &Weights,
) -> Result<DecayedRoad, DecompositionError> {
    let natural = Natural::of_matrices(reduction, problem);
    let (reduction, problem, units) = (&natural.reduction, &natural.problem, natural.units);
    let weights = &weights.map(|entry| units.weight_here(entry));
    let sigma = reduction.target().matrix();
    let first = decided_coordinates(reduction, problem);
    let decay = problem.decay().layers();
    let at = match Regularised::new(weights, first.as_ref(), sigma, decay) {
        Ok(at) => at,
        Err(error) => unreachable!("weights of a family fit their own problem: {error}"),
    };
    let yardstick = Yardstick::new(sigma, first.as_ref(), decay);
    let scale = yardstick.scale(weights.matrices());
    let values = symmetric_eigenvalues(at.hessian.clone())?;
    let idle = if problem.idle_weights_decay() { 0 } else { problem.idle_weights() };
    let theorem = form(problem, word);
    let biases = problem.biases();
    let numerics = NumericalInertia::of(&values, scale)
        .with_zeros(idle + biases.flat)
        .with_positive(biases.positive);
    let norm = weights.matrices().length() + yardstick.unit();
    let relative_gradient = relative(at.gradient.length() / scale, norm);
    let expected = problem.loss(word) / problem.factor() - problem.loss_offset();
    let relative_loss = relative((at.loss - expected).abs(), 0.5 * sigma.norm_squared() + expected);
    let of_biases = problem.offset_biases().map(|own| bias_eigenvalues(own, weights));
    let beside = of_biases.transpose()?.unwrap_or_default();
    let relative_spectrum = spectrum_distance(problem, word, values, idle, &beside);
    let within =
        relative_gradient <= ROUNDING && relative_loss <= ROUNDING && relative_spectrum <= ROUNDING;
    let agree = theorem
        .inertia
        .and_then(|stated| if within { numerics.agree_with(stated) } else { Some(false) });
    Ok(DecayedRoad {
        theorem,
        numerics,
        relative_gradient,
        relative_loss,
        relative_spectrum,
        agree,
    })
}

/// Largest distance between the sorted spectra, relative to the largest eigenvalue.
fn spectrum_distance(
    problem: &DecayedProblem,
    word: &Word,
    mut values: Vec<f64>,
    idle: usize,
    beside: &[f64],
) -> f64 {
    values.extend(std::iter::repeat_n(0.0, idle));
    values.extend(beside);
    values.sort_by(f64::total_cmp);
    let closed = spectrum(problem, word);
    let closed = closed.iter().flat_map(|eigenvalue| {
        std::iter::repeat_n(eigenvalue.value / problem.factor(), eigenvalue.multiplicity)
    });
    let scale = values.iter().fold(f64::MIN_POSITIVE, |most, value| most.max(value.abs()));
    closed.zip(&values).map(|(a, b)| (a - b).abs() / scale).fold(0.0, f64::max)
}
