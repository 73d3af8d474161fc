//! How large a step of gradient descent may be.

use crate::GradientFlow;
use linscape_critical::Problem;
use linscape_curvature::{HessianProduct, LanczosError, LanczosOptions};
use linscape_network::{CriticalPoint, Reduction, SingularBases, WeightsError};
use nalgebra::{DMatrix, DVector};
use thiserror::Error;

/// Why no limit was found.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum StepLimitError {
    /// Weights of another network.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The largest eigenvalue was not found.
    #[error(transparent)]
    Eigenvalue(#[from] LanczosError),
}

/// The largest stable step `2/λ_max` of gradient descent at the balanced global minimum, `λ_max` the
/// largest eigenvalue of the Hessian in the coordinates of the flow: `h σ_1^{2(h−1)/h}` times the
/// factor of the loss in whitened ones, by Lanczos in the data's. Infinite when there is nothing to
/// learn.
///
/// # Errors
/// When Lanczos does not find the eigenvalue.
///
/// # Examples
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum};
/// use linscape_network::Reduction;
/// use linscape_flow::{Coordinates, GradientFlow, step_limit};
/// let problem = Problem::from_spectrum(Architecture::new(vec![2, 2, 2])?, Spectrum::exact_integers(&[4, 1]))?;
/// let reduction = Reduction::of_spectrum(problem);
/// let flow = GradientFlow::new(&reduction, Coordinates::Whitened);
/// // λ_max = 2 · 4.
/// assert_eq!(step_limit(&flow, reduction.problem(), reduction.bases())?, 0.25);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Balanced representative".
pub fn step_limit(
    flow: &GradientFlow,
    problem: &Problem,
    bases: &SingularBases,
) -> Result<f64, StepLimitError> {
    let spectrum = problem.spectrum();
    let Some(&largest) = spectrum.distinct().first() else { return Ok(f64::INFINITY) };
    let Some(stretches) = flow.stretches() else {
        let h = flow.depth() as f64;
        return Ok(2.0 / (flow.factor() * h * largest.powf(2.0 * (h - 1.0) / h)));
    };
    let leading = problem.leading(problem.maximal_rank());
    let minimum = CriticalPoint::balanced(problem, bases, &leading).weights;
    let weights = flow.weights_of(&flow.state_of_whitened(minimum.matrices()))?;
    let inputs = DMatrix::from_diagonal(stretches);
    let hessian =
        HessianProduct::on_inputs(&weights, flow.target(), &inputs)?.scaled(flow.factor());
    let options = LanczosOptions { tolerance: 1e-6, proofs: [0; 2], ..LanczosOptions::for_ends(1) };
    let ends = hessian.ends(&options, &())?;
    let sharpness = ends.highest.values.iter().copied().fold(0.0, f64::max);
    Ok(2.0 / sharpness)
}

/// The same for a network whose last layer has a bias: at the balanced global minimum with biases of
/// zero but the last, in the data's own coordinates.
///
/// # Errors
/// When Lanczos does not find the eigenvalue.
///
/// # Panics
/// When the last layer of the problem's network has no bias.
pub fn step_limit_with_biases(reduction: &Reduction) -> Result<f64, StepLimitError> {
    let problem = reduction.problem();
    let leading = problem.leading(problem.maximal_rank());
    let minimum = CriticalPoint::balanced(problem, reduction.bases(), &leading).weights;
    let layers = problem.biases().in_layers().iter().zip(minimum.matrices());
    let bias = |(has, matrix): (&bool, &DMatrix<f64>)| has.then(|| DVector::zeros(matrix.nrows()));
    let biases = layers.map(bias).collect();
    let first = reduction.unwhiten(&minimum.matrices()[0]);
    let weights = reduction.at_best_offset(&minimum.with_first(first)?.with_biases(biases)?)?;
    let hessian = HessianProduct::in_data(reduction, &weights)?.scaled(problem.factor());
    let options = LanczosOptions { tolerance: 1e-6, proofs: [0; 2], ..LanczosOptions::for_ends(1) };
    let ends = hessian.ends(&options, &())?;
    Ok(2.0 / ends.highest.values.iter().copied().fold(0.0, f64::max))
}
