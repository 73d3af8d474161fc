//! The closed forms of a family against the dense Hessian of its balanced point.

use super::whole_network::with_zero_biases;
use linscape_critical::{BiasPlace, ErrorBar, SingularSubset};
use linscape_curvature::{NumericalInertia, SecondOrder};
use linscape_lapack::{DecompositionError, symmetric_eigenvalues};
use linscape_network::{CriticalPoint, LayerInputs, Layers as _, Target, Weights};
use linscape_strata::BalancedClassification;
use nalgebra::DMatrix;

/// Outcome of comparing theorem and numerics at one balanced point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SecondRoad {
    /// What the closed form says.
    pub theorem: BalancedClassification,
    /// What the eigenvalues of the dense Hessian say.
    pub numerics: NumericalInertia,
    /// Norm of the gradient relative to its scale: zero at a critical point.
    pub relative_gradient: f64,
    /// Whether both agree; `None` when the numerics are undecided.
    pub agree: Option<bool>,
}

/// Relative gradients and losses that rounding explains, and those that it does not.
pub(super) const CRITICAL: ErrorBar = ErrorBar { error: 1e-10, clear: 1e4 };

/// Builds the balanced weights of a family, computes their dense Hessian (without the coordinates
/// that the data ignore, which are counted as zeros) and compares the inertia with the closed form.
/// Of a network with biases it is the Hessian of all of them, at biases of zero and the best offset.
///
/// # Errors
/// When the eigenvalue computation fails.
///
/// # Complexity
/// `O(N³)` time, `8 N²` bytes.
///
/// # Examples
/// ```
/// use linscape_critical::Problem;
/// use linscape_network::Target;
/// use linscape_points::second_road;
/// let problem = Problem::exact(&[2, 2, 2, 2], &[2, 1])?;
/// let target = Target::standard(&problem);
/// let outcome = second_road(&target, &problem.leading(1))?;
/// assert_eq!(outcome.agree, Some(true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn second_road(
    target: &Target,
    subset: &SingularSubset,
) -> Result<SecondRoad, DecompositionError> {
    let theorem = BalancedClassification::new(target.problem(), subset);
    // The point is made here: in units in which nothing vanishes.
    let (target, _) = &target.in_natural_units();
    let problem = target.problem();
    let weights = CriticalPoint::balanced(target, subset).weights;
    let sigma = target.matrix();
    let scale = hessian_scale(&weights, sigma);
    let whole;
    let at = if problem.biases().place() == BiasPlace::Output {
        let reads = LayerInputs::about_means(target);
        whole = with_zero_biases(&weights, problem.biases(), &reads);
        whole.as_ref().map_err(Clone::clone).and_then(|all| SecondOrder::reading(all, &reads))
    } else {
        SecondOrder::new(&weights, sigma)
    };
    let at = match at {
        Ok(at) => at,
        Err(error) => unreachable!("balanced weights fit their own problem: {error}"),
    };
    let hessian = at.hessian();
    let ignored = problem.parameters() - hessian.nrows();
    let eigenvalues = symmetric_eigenvalues(hessian)?;
    let numerics = NumericalInertia::of(&eigenvalues, scale).with_zeros(ignored);
    let gradient_scale = scale * weight_size(&weights, sigma);
    let relative_gradient =
        if gradient_scale > 0.0 { at.gradient_norm() / gradient_scale } else { 0.0 };
    let agree = match CRITICAL.vanishes(relative_gradient) {
        Some(true) => numerics.agree_with(theorem.inertia),
        Some(false) => Some(false),
        None => None,
    };
    Ok(SecondRoad { theorem, numerics, relative_gradient, agree })
}

/// The length of all weights, at least that of a balanced layer: gradients are of this size times
/// that of the Hessian.
pub(super) fn weight_size(weights: &Weights, target: &DMatrix<f64>) -> f64 {
    let length = weights.matrices().length();
    length.max(target.norm().powf(1.0 / weights.depth() as f64))
}

/// An estimate of the Hessian's size that does not vanish where the Hessian does: the largest term
/// `Π_{k≠i} ‖W_k‖²` or `‖Σ‖ Π_{k≠i,j} ‖W_k‖`, with norms taken as at least `‖Σ‖^{1/h}`.
///
/// # Examples
/// ```
/// use linscape_network::Weights;
/// use nalgebra::DMatrix;
/// // The origin of a deep network: the Hessian is zero, its scale is not.
/// let origin = Weights::new(vec![DMatrix::zeros(1, 1); 3])?;
/// let scale = linscape_points::hessian_scale(&origin, &DMatrix::from_element(1, 1, 8.0));
/// assert!((scale - 16.0).abs() < 1e-12); // 8^{2·2/3}
/// # Ok::<(), linscape_network::WeightsError>(())
/// ```
#[must_use]
pub fn hessian_scale(weights: &Weights, target: &DMatrix<f64>) -> f64 {
    let depth = weights.depth();
    let target_norm = target.norm();
    let natural = target_norm.powf(1.0 / depth as f64);
    let norms: Vec<f64> =
        weights.matrices().iter().map(|matrix| matrix.norm().max(natural)).collect();
    let without = |skipped: &[usize]| {
        let kept = (0..depth).filter(|layer| !skipped.contains(layer));
        kept.map(|layer| norms[layer]).product::<f64>()
    };
    let gauss_newton = (0..depth).map(|i| without(&[i]).powi(2)).fold(0.0, f64::max);
    let residual_norm = target_norm + norms.iter().product::<f64>();
    let pairs = (0..depth).flat_map(|i| (0..i).map(move |j| [i, j]));
    let curvature = pairs.map(|pair| residual_norm * without(&pair)).fold(0.0, f64::max);
    if depth == 1 { gauss_newton } else { gauss_newton.max(0.5 * curvature) }
}
