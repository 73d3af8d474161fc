//! A network with weight decay, matrices and biases together.

use linscape_critical::NaturalUnits;
use linscape_curvature::{Regularised, WeightPenalty};
use linscape_decay::DecayedProblem;
use linscape_network::{LayerInputs, Reduction, Weights, WeightsError};
use nalgebra::DMatrix;

/// Loss, gradient and Hessian of matrices and biases together, with all that decays: what they are read off
/// of is one thing. Biases meet the matrices through the means of the data, so that neither the gradient nor an
/// eigenvalue is that of the matrices beside that of the biases.
///
/// Source: `docs/theory.md`, "Biases" and "Weight decay".
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DecayedNetwork {
    reads: LayerInputs,
    penalty: WeightPenalty,
}

impl DecayedNetwork {
    /// In the coordinates of the data (whitened ones where there are no data).
    pub(crate) fn in_data(reduction: &Reduction, problem: &DecayedProblem) -> Self {
        // White inputs that come from data are those of the activations.
        let is_of_activations = reduction.stretches().is_some() && !problem.idle_weights_decay();
        let inputs = reduction.problem().architecture().input();
        let map = || reduction.whiten(&DMatrix::identity(inputs, inputs));
        let weights = problem.decay().layers().to_vec();
        let first = is_of_activations.then(map);
        let penalty = WeightPenalty { weights, biases: bias_decays(problem), first };
        Self { reads: LayerInputs::of_network(reduction), penalty }
    }

    /// In the coordinates of the data, of biases that do not decay.
    pub(crate) fn with_free_biases(reduction: &Reduction, decay: &[f64]) -> Self {
        let (weights, biases) = (decay.to_vec(), vec![0.0; decay.len()]);
        let penalty = WeightPenalty { weights, biases, first: None };
        Self { reads: LayerInputs::of_network(reduction), penalty }
    }

    /// In the coordinates of `W_1` in which its inputs are white, of a penalty on activations; with the
    /// weights there. The Hessian has the signs of that in the coordinates of the data, but for weights that
    /// no sample reaches.
    ///
    /// # Errors
    /// When an entry is not finite.
    ///
    /// # Panics
    /// When the last layer has no bias.
    pub(crate) fn whitened(
        reduction: &Reduction,
        problem: &DecayedProblem,
        weights: &Weights,
    ) -> Result<(Self, Weights), WeightsError> {
        let (reads, white) = reduction.whitened_in(weights, NaturalUnits::one())?;
        // A mean that is no combination of differences is a coordinate more, which does not decay.
        let (rows, rank) = (reads.inputs.nrows(), reduction.problem().input_rank());
        let mass = reduction.means().map_or(1.0, |means| means.mass);
        let biases = bias_decays(problem).into_iter().map(|own| own / mass).collect();
        let first = Some(DMatrix::identity(rows, rank));
        let weights = problem.decay().layers().to_vec();
        Ok((Self { reads, penalty: WeightPenalty { weights, biases, first } }, white))
    }

    /// In units of `½‖·‖²` and without `κ`.
    ///
    /// # Errors
    /// When the weights are another network's.
    pub(crate) fn at(&self, weights: &Weights) -> Result<Regularised, WeightsError> {
        Regularised::reading(weights, &self.reads, &self.penalty)
    }
}

fn bias_decays(problem: &DecayedProblem) -> Vec<f64> {
    let none = || vec![0.0; problem.depth()];
    problem.bias_decay().map_or_else(none, |own| own.layers().to_vec())
}

/// The norm of the gradient over the biases, of weights that have them in these layers.
pub(crate) fn bias_slope(at: &Regularised, weights: &Weights) -> f64 {
    let layers = at.gradient.iter().zip(weights.biases()).filter(|(_, bias)| bias.is_some());
    let slopes = layers.map(|(slope, _)| slope.column(slope.ncols() - 1).norm());
    linscape_critical::euclidean_length(&slopes.collect::<Vec<_>>())
}
