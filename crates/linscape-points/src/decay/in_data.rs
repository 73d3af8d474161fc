//! Loss, gradient and Hessian with weight decay at any weights of the data.

use super::descent_directions;
use super::newton::{Field, unflat};
use crate::DirectionInData;
use linscape_critical::euclidean_length;
use linscape_curvature::Regularised;
use linscape_decay::DecayedProblem;
use linscape_lapack::DecompositionError;
use linscape_network::{Reduction, Weights, WeightsError};
use nalgebra::{DMatrix, DVector};

/// The second road of weight decay at weights in the coordinates of the data (whitened ones where there
/// are no data), in units of `½‖·‖²` and without `κ`; also of a penalty on activations,
/// `½λ_1‖W_1 M‖²` with `M` from the data's coordinates to white ones.
///
/// # Errors
/// When the weights are another network's.
///
/// # Complexity
/// `O(N²)`, and `N³` for the first layer of data.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem};
/// use linscape_network::{Reduction, Weights};
/// use linscape_points::decayed_at;
/// use nalgebra::DMatrix;
/// let problem = Problem::exact(&[1, 1, 1], &[2])?;
/// let decay = Decay::exact(vec![parse_exact("3")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// let origin = Weights::new(vec![DMatrix::zeros(1, 1), DMatrix::zeros(1, 1)])?;
/// let at = decayed_at(&Reduction::of_spectrum(problem), &decayed, &origin)?;
/// assert_eq!(at.hessian.as_slice(), [3.0, -2.0, -2.0, 3.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decayed_at(
    reduction: &Reduction,
    problem: &DecayedProblem,
    weights: &Weights,
) -> Result<Regularised, WeightsError> {
    let sigma = reduction.target().matrix();
    let mut decay = problem.decay().layers().to_vec();
    if reduction.stretches().is_none() {
        return Regularised::new(weights, None, sigma, &decay);
    }
    let inputs = reduction.problem().architecture().input();
    let map = reduction.whiten(&DMatrix::identity(inputs, inputs));
    // White inputs that come from data are those of the activations.
    if problem.idle_weights_decay() {
        return Regularised::new(weights, Some(&map), sigma, &decay);
    }
    let own = std::mem::take(&mut decay[0]);
    let mut at = Regularised::new(weights, Some(&map), sigma, &decay)?;
    let (first, moment) = (&weights.matrices()[0], &map * map.transpose());
    at.loss += 0.5 * own * (first * &map).norm_squared();
    at.gradient[0] += first * &moment * own;
    let hidden = first.nrows();
    let block = moment.kronecker(&DMatrix::<f64>::identity(hidden, hidden)) * own;
    let mut corner = at.hessian.view_mut((0, 0), block.shape());
    corner += &block;
    Ok(at)
}

/// Directions of descent from weights of the data: eigenvectors of negative eigenvalues of the dense
/// Hessian, steepest first, along which the regularised loss falls to both sides.
///
/// # Errors
/// When the eigenvalue decomposition fails.
///
/// # Panics
/// When the weights are another network's.
///
/// # Complexity
/// `O(N³)`.
pub fn decayed_directions(
    reduction: &Reduction,
    problem: &DecayedProblem,
    weights: &Weights,
) -> Result<Vec<DirectionInData>, DecompositionError> {
    descent_directions(&InData { reduction, problem, widths: weights.widths() }, weights.matrices())
}

/// The regularised loss over weights of the data.
struct InData<'a> {
    reduction: &'a Reduction,
    problem: &'a DecayedProblem,
    widths: Vec<usize>,
}

impl Field for InData<'_> {
    fn at(&self, flat: &DVector<f64>) -> Regularised {
        let weights = Weights::new(unflat(&self.widths, flat)).expect("finite weights that chain");
        decayed_at(self.reduction, self.problem, &weights).expect("weights of this network")
    }

    /// The norm of the Hessian itself: it decays, and so does not vanish.
    fn scale(&self, flat: &DVector<f64>) -> f64 {
        euclidean_length(self.at(flat).hessian.as_slice())
    }

    fn unit(&self) -> f64 {
        0.0
    }
}
