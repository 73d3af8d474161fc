//! How large a step of gradient descent may be.

use crate::GradientFlow;
use linscape_critical::SingularSubset;
use linscape_curvature::{HessianProduct, LanczosError, LanczosOptions};
use linscape_lapack::DecompositionError;
use linscape_network::{CriticalPoint, Target, WeightsError, balanced_layers};
use nalgebra::{DMatrix, DVector};
use thiserror::Error;

/// Why no limit was found.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum StepLimitError {
    /// Weights of another network.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The balanced point was not found.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
    /// The largest eigenvalue was not found.
    #[error(transparent)]
    Eigenvalue(#[from] LanczosError),
}

/// The largest stable step `2/λ_max` of gradient descent at the global minimum that is balanced in the
/// coordinates of the flow, which is where small initial weights lead: [`balanced_step_limit`] of the family.
/// Infinite when there is nothing to learn.
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
/// assert_eq!(step_limit(&flow, reduction.target())?, 0.25);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Balanced representative".
pub fn step_limit(flow: &GradientFlow, target: &Target) -> Result<f64, StepLimitError> {
    let (problem, spectrum) = (target.problem(), target.problem().spectrum());
    if flow.has_biases() {
        return balanced_step_limit(flow, target, &problem.leading(problem.maximal_rank()));
    }
    let Some(&largest) = spectrum.distinct().first() else { return Ok(f64::INFINITY) };
    if flow.stretches().is_none() {
        let h = flow.depth() as f64;
        return Ok(2.0 / (flow.factor() * h * largest.powf(2.0 * (h - 1.0) / h)));
    }
    balanced_step_limit(flow, target, &problem.leading(problem.maximal_rank()))
}

/// The largest stable step `2/λ_max` of gradient descent at a family's point that is balanced in the
/// coordinates of the flow, `λ_max` the largest eigenvalue of the Hessian there, by Lanczos.
///
/// Gradient flow in the data's coordinates conserves `W_iW_iᵀ − W_{i+1}ᵀW_{i+1}` in these coordinates, so that small
/// weights meet the point `W_1 = S^{1/h}Qᵀ, …, W_h = P S^{1/h}` with `W_J D⁻¹ = P S Qᵀ`, and not the balanced one of
/// the whitened problem, which lies in the same stratum and can be many times sharper. Where biases move, those of
/// hidden layers, which are free, are taken to be zero, and the last one is at its best.
///
/// # Method
/// Hidden directions that carry no learned mode are alike, and no second derivative couples two of them. So a network
/// with one of them in every hidden layer has all eigenvalues of the whole: its hidden widths are `min(d_i, r + 1)`.
///
/// # Complexity
/// Products with the Hessian of `(r + 1) (rank X + d_h) + (h − 2) (r + 1)²` weights, some dozen.
///
/// # Edge cases
/// Infinite where the Hessian is zero: at `∅` of a network of depth 3 or more without biases.
///
/// # Errors
/// When Lanczos does not find the eigenvalue.
///
/// # Examples
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum};
/// use linscape_network::Reduction;
/// use linscape_flow::{Coordinates, GradientFlow, balanced_step_limit};
/// let problem = Problem::from_spectrum(Architecture::new(vec![2, 2, 2])?, Spectrum::exact_integers(&[4, 1]))?;
/// let reduction = Reduction::of_spectrum(problem);
/// let target = reduction.target();
/// let flow = GradientFlow::new(&reduction, Coordinates::Whitened);
/// // At ∅ the eigenvalues are ± σ: 2 / 4.
/// let limit = balanced_step_limit(&flow, target, &target.problem().leading(0))?;
/// assert!((limit - 0.5).abs() < 1e-5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Balanced representative".
pub fn balanced_step_limit(
    flow: &GradientFlow,
    target: &Target,
    subset: &SingularSubset,
) -> Result<f64, StepLimitError> {
    let map = || CriticalPoint::balanced(target, subset).weights.product();
    let flow = &flow.narrowed(subset.rank() + 1);
    if let (Some(means), Some(reads)) = (flow.about_means(), flow.reads()) {
        let state = means.whole(flow, &balanced_state(&means.flow, map(), subset.rank())?);
        let hessian = HessianProduct::reading(&flow.weights_of(&state)?, reads)?;
        return limit_by(&hessian.scaled(flow.factor()));
    }
    if subset.rank() == 0 && flow.depth() > 2 || target.problem().spectrum().rank() == 0 {
        return Ok(f64::INFINITY);
    }
    let weights = flow.weights_of(&balanced_state(flow, map(), subset.rank())?)?;
    let unit = || DVector::from_element(flow.widths()[0], 1.0);
    let inputs = DMatrix::from_diagonal(&flow.stretches().cloned().unwrap_or_else(unit));
    let hessian =
        HessianProduct::on_inputs(&weights, flow.target(), &inputs)?.scaled(flow.factor());
    limit_by(&hessian)
}

/// `2/λ_max`. Nothing is asked of the low end, which on inputs stretched unevenly is the slow one.
fn limit_by(hessian: &HessianProduct) -> Result<f64, StepLimitError> {
    let options = LanczosOptions { tolerance: 1e-6, ..LanczosOptions::at_top(1) };
    let ends = hessian.ends(&options, &())?;
    Ok(2.0 / ends.highest.values.iter().copied().fold(0.0, f64::max))
}

/// The state with a whitened end-to-end map of a rank that is balanced in the coordinates of the flow.
fn balanced_state(
    flow: &GradientFlow,
    mut map: DMatrix<f64>,
    rank: usize,
) -> Result<Vec<f64>, DecompositionError> {
    let stretches = flow.stretches().into_iter().flat_map(DVector::iter);
    for (mut column, stretch) in map.column_iter_mut().zip(stretches) {
        column.unscale_mut(*stretch);
    }
    let layers = balanced_layers(map, rank, flow.widths())?;
    Ok(layers.iter().flat_map(|layer| layer.iter().copied()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Coordinates;
    use linscape_critical::{Architecture, RandomStream};
    use linscape_lapack::multiply;
    use linscape_network::{Dataset, RandomMatrices as _, Reduction};

    /// `2/λ_max` of all weights, none left out.
    fn of_the_whole(flow: &GradientFlow, target: &Target, subset: &SingularSubset) -> f64 {
        let map = CriticalPoint::balanced(target, subset).weights.product();
        let stretches = flow.stretches().expect("data");
        let weights = flow.weights_of(&balanced_state(flow, map, subset.rank()).expect("a state"));
        let inputs = DMatrix::from_diagonal(stretches);
        let hessian = HessianProduct::on_inputs(&weights.expect("finite"), flow.target(), &inputs);
        limit_by(&hessian.expect("fits")).expect("an end")
    }

    #[test]
    fn one_unlearned_direction_a_layer_has_every_eigenvalue() {
        let mut stream = RandomStream::new(5, "data");
        for widths in [vec![4, 5, 3], vec![4, 6, 5, 3], vec![4, 3, 6, 5, 3]] {
            let mut inputs = stream.gaussian(30, 4);
            for (column, stretch) in [2.0, 1.0, 0.5, 0.1].into_iter().enumerate() {
                inputs.column_mut(column).scale_mut(stretch);
            }
            let targets = multiply(&inputs, &stream.gaussian(4, 3)) + stream.gaussian(30, 3);
            let data = Dataset::new(inputs, targets).expect("finite");
            let network = Architecture::new(widths).expect("widths");
            let reduction = Reduction::of_data(network, &data, None).expect("reduces");
            let flow = GradientFlow::new(&reduction, Coordinates::Data);
            let target = reduction.target();
            for rank in 0..=3 {
                let subset = target.problem().leading(rank);
                if rank == 0 && flow.depth() > 2 {
                    continue;
                }
                let limit = balanced_step_limit(&flow, target, &subset).expect("an end");
                let whole = of_the_whole(&flow, target, &subset);
                assert!((limit / whole - 1.0).abs() < 1e-5, "rank {rank}: {limit} for {whole}");
            }
        }
    }
}
