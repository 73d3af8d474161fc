//! Ends of the spectrum of families whose biases meet the means of the data.

use super::DecayedNetwork;
use super::decayed_point::{DecayedPointError, narrow_point};
use linscape_decay::{DecayedProblem, Word};
use linscape_lapack::symmetric_eigenvalues;
use linscape_network::{Reduction, Weights};
use nalgebra::DVector;

/// Work that is done for one list: the sum of the cubes of the orders of the matrices.
const MOST_WORK: f64 = 2e10;

/// The ends of the Hessian's spectrum at the points of families whose hidden biases are zero, in the data's own
/// coordinates, where no closed form is known: with inputs whose means are not zero biases and matrices meet,
/// `∂c/∂W_i = W_{h:i+1} · (W_{i−1:1} x̄)`.
///
/// Source: `docs/theory.md`, "Weight decay".
#[derive(Debug)]
pub struct FamilyEnds<'p> {
    reduction: &'p Reduction,
    problem: &'p DecayedProblem,
    network: DecayedNetwork,
    work: f64,
}

impl<'p> FamilyEnds<'p> {
    /// `None` where closed forms are known: without a bias in the last layer, with inputs about their means, or
    /// where the weights that decay are not the data's own.
    #[must_use]
    pub fn of(reduction: &'p Reduction, problem: &'p DecayedProblem) -> Option<Self> {
        let means = reduction.means()?;
        let largest = reduction.stretches()?.first().copied().unwrap_or(0.0);
        // What is left of a mean that was taken off is rounding.
        let has_means = means.inputs.norm() * means.mass.sqrt() > 1e-12 * largest;
        (problem.idle_weights_decay() && has_means).then(|| Self {
            reduction,
            problem,
            network: DecayedNetwork::in_data(reduction, problem),
            work: 0.0,
        })
    }

    /// The smallest and the largest eigenvalue at a family, in the problem's convention: those of the narrow
    /// network with all that the family learns. `None` where they differ along the family, as where equal
    /// singular values are learned in part, and where the list is too much work.
    ///
    /// # Errors
    /// When a decomposition fails.
    ///
    /// # Complexity
    /// The cube of `d_0 r + r² h + r d_h`.
    pub fn of_family(&mut self, word: &Word) -> Result<Option<(f64, f64)>, DecayedPointError> {
        let multiplicities = self.problem.multiplicities();
        let letters = word.large().iter().zip(word.small()).zip(&multiplicities);
        let mut is_whole = letters
            .map(|((&large, &small), &times)| [large, small].iter().all(|own| own % times == 0));
        if !is_whole.all(|whole| whole) {
            return Ok(None);
        }
        let matrices = narrow_point(self.reduction, self.problem, word)?;
        let weights = self.with_best_biases(&matrices)?;
        self.work += (weights.parameters() as f64).powi(3);
        if self.work > MOST_WORK {
            return Ok(None);
        }
        let values = symmetric_eigenvalues(self.network.at(&weights)?.hessian)?;
        let factor = self.problem.factor();
        Ok(values.first().zip(values.last()).map(|(low, high)| (factor * low, factor * high)))
    }

    /// Hidden biases of zero, and the last one at its best.
    fn with_best_biases(&self, matrices: &Weights) -> Result<Weights, DecayedPointError> {
        let has_bias = self.reduction.problem().biases().in_layers().iter();
        let layers = has_bias.zip(matrices.matrices());
        let zeros = layers.map(|(has, matrix)| has.then(|| DVector::zeros(matrix.nrows())));
        let weights = matrices.clone().with_biases(zeros.collect())?;
        Ok(self.reduction.at_best_offset(&weights)?)
    }
}
