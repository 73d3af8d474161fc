//! Learning coefficients of the ranks of a problem.

use linscape_formats::LearningReport;
use linscape_strata::{LearningLadder, Sampling};

use crate::{Limit, StatedProblem, TaskError};
use linscape_critical::room_for;

/// Bytes that a rank of the ladder takes, with its line of a table.
const RANK: usize = 8 << 10;

/// Fewest samples with a positive `log log n`.
const FEWEST_SAMPLES: usize = 3;

/// Which ranks, and for how many samples.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LearningOptions {
    /// One rank only.
    pub rank: Option<usize>,
    /// How many samples a truth is judged by; those of the problem's data if it has any, the sum of
    /// their weights where they have weights.
    pub samples: Option<usize>,
    /// Variance of the noise of each output.
    pub noise: Option<f64>,
}

/// The ladder of ranks with what follows for samples and noise.
///
/// # Errors
/// For a rank beyond the narrowest layer, fewer than three samples, a noise that is no variance, or one
/// without samples; [`Limit::Memory`] for more ranks than there is room for.
///
/// # Examples
/// ```
/// use linscape::{LearningOptions, ProblemOptions, learning};
/// let options = ProblemOptions {
///     sigma: Some("3,2,1".to_owned()),
///     widths: Some("3,3,3,3".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let stated = options.state()?;
/// let report = learning(&stated, LearningOptions::default())?;
/// let lambdas: Vec<String> =
///     report.ladder.rungs.iter().map(|rung| rung.coefficient.lambda.to_string()).collect();
/// assert_eq!(lambdas, ["3", "4", "9/2", "9/2"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn learning(
    stated: &StatedProblem,
    options: LearningOptions,
) -> Result<LearningReport<'_>, TaskError> {
    let problem = &stated.problem;
    let bottleneck = problem.bottleneck();
    if let Some(given) = options.rank.filter(|&rank| rank > bottleneck) {
        return Err(TaskError::LearningRank { given, bottleneck });
    }
    if let Some(given) = options.samples.filter(|&samples| samples < FEWEST_SAMPLES) {
        return Err(TaskError::LearningSamples { given, fewest: FEWEST_SAMPLES });
    }
    if let Some(given) = options.noise.filter(|noise| !noise.is_finite() || *noise <= 0.0) {
        return Err(TaskError::LearningNoise { given });
    }
    room_for("learning coefficients of every rank", bottleneck.saturating_add(1), RANK)
        .map_err(|need| Limit::Memory { need })?;
    let of_data = problem.mass().filter(|&mass| mass >= FEWEST_SAMPLES as f64);
    let samples = options.samples.map(|samples| samples as f64).or(of_data);
    let sampling = Sampling { samples, noise: options.noise };
    if sampling.noise.is_some() && sampling.samples.is_none() {
        return Err(TaskError::NoiseWithoutSamples);
    }
    Ok(LearningReport {
        problem,
        source: stated.source.as_ref(),
        sampling,
        ladder: LearningLadder::of(problem, sampling),
        rank: options.rank,
    })
}
