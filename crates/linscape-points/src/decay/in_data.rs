//! Loss, gradient and Hessian with weight decay at any weights of the data.

use super::newton::{Field, unflat};
use super::{DecayedNetwork, Natural, descent_directions};
use crate::DirectionInData;
use linscape_critical::euclidean_length;
use linscape_curvature::Regularised;
use linscape_decay::DecayedProblem;
use linscape_lapack::DecompositionError;
use linscape_network::{Reduction, Weights, WeightsError};
use nalgebra::{DMatrix, DVector};

/// The second road of weight decay at weights in the coordinates of the data (whitened ones where there
/// are no data), in units of `½‖·‖²` and without `κ`; also of a penalty on activations,
/// `½λ_1‖W_1 M‖²` with `M` from the data's coordinates to white ones. Of a network with biases it is that of
/// matrices and biases together.
///
/// # Errors
/// When the weights are another network's.
///
/// # Complexity
/// `O(N²)`.
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
    let Natural { reduction, problem, units } = Natural::of(reduction, problem);
    let here = weights.map(|entry| units.weight_here(entry));
    let mut at = DecayedNetwork::in_data(&reduction, &problem).at(&here)?;
    at.loss = units.loss(at.loss);
    at.gradient.iter_mut().flat_map(DMatrix::iter_mut).for_each(|own| *own = units.gradient(*own));
    at.hessian.iter_mut().for_each(|own| *own = units.eigenvalue(*own));
    Ok(at)
}

/// Directions of descent from weights of the data: eigenvectors of negative eigenvalues of the dense
/// Hessian, steepest first, along which the regularised loss falls to both sides.
///
/// # Errors
/// When the eigenvalue decomposition fails.
///
/// # Panics
/// When the weights are another network's, or have biases.
///
/// # Complexity
/// `O(N³)`.
pub fn decayed_directions(
    reduction: &Reduction,
    problem: &DecayedProblem,
    weights: &Weights,
) -> Result<Vec<DirectionInData>, DecompositionError> {
    // Directions have no units.
    let Natural { reduction, problem, units } = Natural::of(reduction, problem);
    let weights = weights.map(|entry| units.weight_here(entry));
    let network = DecayedNetwork::in_data(&reduction, &problem);
    descent_directions(&InData { network, widths: weights.widths() }, weights.matrices())
}

/// The regularised loss over weights of the data.
struct InData {
    network: DecayedNetwork,
    widths: Vec<usize>,
}

impl Field for InData {
    fn at(&self, flat: &DVector<f64>) -> Regularised {
        let weights = Weights::new(unflat(&self.widths, flat)).expect("finite weights that chain");
        self.network.at(&weights).expect("weights of this network")
    }

    /// The norm of the Hessian itself: it decays, and so does not vanish.
    fn scale(&self, flat: &DVector<f64>) -> f64 {
        euclidean_length(self.at(flat).hessian.as_slice())
    }

    fn unit(&self) -> f64 {
        0.0
    }
}
