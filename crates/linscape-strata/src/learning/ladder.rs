//! The ranks a network can have learned, weighed by their learning coefficients.

use linscape_critical::Problem;

use super::{HalfInteger, LearningBounds, LearningCoefficient, learning_ladder};
use crate::FamilyShape;

/// How many samples there are and how noisy they are.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sampling {
    /// `n`, at least 3, so that `log log n` is positive; the sum of their weights where samples have any.
    pub samples: Option<f64>,
    /// `s² > 0`, the variance of the Gaussian noise of each output.
    pub noise: Option<f64>,
}

/// The learning coefficients of a network for a truth of each rank `r = 0, …, p`, and what follows for
/// `n` samples with noise of variance `s²`.
///
/// Source: `docs/theory.md`, "Learning coefficients"; Watanabe 2009 (free energy, generalisation).
#[derive(Debug, Clone, PartialEq)]
pub struct LearningLadder {
    /// One for each rank, from 0 up.
    pub rungs: Vec<LearningRung>,
    /// `N/2`, what every parameter costs in a model without degeneracy (BIC).
    pub half_parameters: HalfInteger,
    /// `N/2` without weights that the data do not reach and biases that another one makes up for.
    pub half_effective: HalfInteger,
    /// Of the loss less its minimum, where the target is out of reach (`p < s`).
    pub minimum: Option<LearningCoefficient>,
    /// The rank of the smallest free energy. A heuristic: below the best rank the free energy is
    /// that of the neighbourhood of a saddle, which the expansion does not cover.
    pub chosen: Option<usize>,
}

/// What a truth of one rank would cost.
#[derive(Debug, Clone, PartialEq)]
pub struct LearningRung {
    /// `r`.
    pub rank: usize,
    /// The least over all weights of that rank.
    pub coefficient: LearningCoefficient,
    /// Between what it lies, at balanced points of the rank.
    pub bounds: LearningBounds,
    /// The loss of the best function of that rank; `None` beyond the rank of `Σ`.
    pub loss: Option<f64>,
    /// `λ/n`, in nats a sample: how much worse than the truth Bayesian prediction is expected to be.
    pub expected_excess: Option<f64>,
    /// `2 s² λ/n`, the same as a squared error, all outputs together. `None` where the target is out of
    /// reach: the network then has an error of its own.
    pub squared_error: Option<f64>,
    /// `F = n L / s² + λ log n − (m − 1) log log n` in nats, up to what all ranks share, with `L` the half
    /// squared error a sample of the best function of that rank. `None` where several functions are best
    /// (a repeated singular value is learned in part): they fluctuate by `√n` against each other.
    pub free_energy: Option<f64>,
}

impl LearningLadder {
    /// The ladder of a problem. Losses are those of the data where the problem has samples, whose
    /// number need not be `n`; other problems are read as one sample's average, `Σ` as `Σ_yx Σ_xx^{−1/2}`.
    ///
    /// # Complexity
    /// `O(p (h log h + q))` for `q` distinct singular values.
    ///
    /// # Examples
    /// Two modes, of which the weaker one is not worth its price at ten samples:
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_strata::{LearningLadder, Sampling};
    /// let problem = Problem::exact(&[2, 2, 2], &[3, 1])?;
    /// let sampling = |samples| Sampling { samples: Some(samples), noise: Some(8.0) };
    /// assert_eq!(LearningLadder::of(&problem, sampling(10.0)).chosen, Some(1));
    /// assert_eq!(LearningLadder::of(&problem, sampling(100.0)).chosen, Some(2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(problem: &Problem, sampling: Sampling) -> Self {
        let lowest = FamilyShape::new(problem, &problem.leading(problem.maximal_rank()));
        let coefficients = learning_ladder(lowest.widths()).into_iter().enumerate();
        let rungs: Vec<_> = coefficients
            .map(|(rank, coefficient)| {
                let beside = lowest.beside();
                let bounds = LearningBounds::balanced(lowest.widths(), rank).with_beside(beside);
                let whole = coefficient.with_beside(beside);
                LearningRung::new(problem, rank, (whole, bounds), sampling)
            })
            .collect();
        let energies = rungs.iter().filter_map(|rung| Some((rung.rank, rung.free_energy?)));
        let chosen = energies.min_by(|one, other| one.1.total_cmp(&other.1)).map(|best| best.0);
        let parameters = lowest.parameters();
        Self {
            rungs,
            half_parameters: HalfInteger::halved(parameters),
            half_effective: HalfInteger::halved(parameters - lowest.beside().flat),
            minimum: lowest.minimum_learning_coefficient(),
            chosen,
        }
    }
}

impl LearningRung {
    fn new(
        problem: &Problem,
        rank: usize,
        (coefficient, bounds): (LearningCoefficient, LearningBounds),
        Sampling { samples, noise }: Sampling,
    ) -> Self {
        let best = (rank <= problem.maximal_rank()).then(|| problem.leading(rank));
        let loss = best.as_ref().map(|subset| problem.loss(subset));
        let is_unique =
            best.is_some_and(|subset| FamilyShape::new(problem, &subset).pairs_tied() == 0);
        let lambda = coefficient.lambda.value();
        let expected_excess = samples.map(|count| lambda / count);
        let is_reachable = problem.spectrum().rank() <= problem.bottleneck();
        let squared_error = expected_excess
            .zip(noise)
            .filter(|_| is_reachable)
            .map(|(excess, noise)| 2.0 * noise * excess);
        let in_sample = problem.factor() * problem.mass().unwrap_or(1.0);
        let free_energy = match (loss, samples, noise) {
            (Some(loss), Some(count), Some(noise)) if is_unique => {
                let nats = count * (loss / in_sample) / noise;
                let order = coefficient.multiplicity as f64 - 1.0;
                Some(nats + lambda * count.ln() - order * count.ln().ln())
            }
            _ => None,
        };
        Self { rank, coefficient, bounds, loss, expected_excess, squared_error, free_energy }
    }
}
