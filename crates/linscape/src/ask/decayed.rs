//! What one asks of a problem with weight decay.
//!
//! Families that words name have the questions of any landscape; decay of the data's own weights, where no word
//! names a point, has its own (`own`).

mod own;

pub(super) use own::own_point;
pub use own::{
    OwnVerification, classify_with_own_decay, directions_with_own_decay, list_own, list_whole_own,
    own_report, represent_own, verify_own,
};

use super::{Matrices, read_indices, with_best_offset, with_first_bias};
use crate::{Limit, MatrixLimit, StatedDecay, TaskError, Unaware, check_weights};
use linscape_critical::{BiasPlace, Observer, Progress, RandomStream};
use linscape_decay::{DecayedLandscape, DecayedProblem, Word, family_count, minima};
use linscape_formats::{DecayedVerificationReport, OptionName, ReadWeights};
use linscape_network::{RandomMatrices as _, Reduction, Weights};
use linscape_points::{
    DecayedClassification, DecayedRoad, DirectionInData, FamilyEnds, classify_decayed,
    decayed_directions, decayed_road, layer_lengths, random_decayed_point, with_best_biases,
};
use rayon::prelude::*;

/// Most families that are listed on request.
const LARGEST_LIMIT: usize = 1 << 20;

/// Lists the landscape, or its `limit` lowest families, with the ends of their spectra in the coordinates that
/// decay.
///
/// # Errors
/// [`Limit`] when there are more families than are listed at once; when a decomposition fails.
pub fn list_decayed(
    stated: &StatedDecay,
    limit: Option<usize>,
    observer: &impl Observer,
) -> Result<DecayedLandscape, TaskError> {
    if let Some(limit) = limit.filter(|&limit| limit > LARGEST_LIMIT) {
        let families = family_count(&stated.decayed);
        if families > LARGEST_LIMIT.into() {
            return Err(Limit::Families { limit, families, most: LARGEST_LIMIT }.into());
        }
    }
    let landscape = DecayedLandscape::new(stated.decayed.clone(), limit, observer);
    let landscape = landscape.map_err(Limit::from)?;
    let Some(reduction) = stated.stated.reduction() else {
        // A document has left the means behind.
        let may_have_means = stated.decayed.idle_weights_decay()
            && stated.decayed.biases().positive > 0
            && !stated.stated.is_centered();
        return Ok(if may_have_means { landscape.with_ends(|_| None) } else { landscape });
    };
    let Some(mut ends) = FamilyEnds::of(&reduction, &stated.decayed) else { return Ok(landscape) };
    let mut fault = None;
    let landscape = landscape.with_ends(|word| {
        ends.of_family(word).unwrap_or_else(|error| {
            fault = Some(error);
            None
        })
    });
    match fault {
        Some(error) => Err(error.into()),
        None => Ok(landscape),
    }
}

/// Reads the key of a family: `1,2|3` (in braces or without), `|3`, `1-16|17`, or nothing for the origin.
///
/// # Errors
/// When the text is no key, or the key no family of the problem.
///
/// # Examples
/// ```
/// use linscape::{ProblemOptions, parse_word};
/// let options = ProblemOptions {
///     sigma: Some("3,2".to_owned()),
///     widths: Some("2,2,2,2".to_owned()),
///     decay: Some("1/2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let stated = options.state_decayed()?.expect("decay");
/// let word = parse_word(&stated.decayed, "{1|2}")?;
/// assert_eq!((word.large(), word.small()), (&[1, 0][..], &[0, 1][..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn parse_word(problem: &DecayedProblem, text: &str) -> Result<Word, TaskError> {
    let text = text.trim();
    let bare = text.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
    let (learned, passes) = bare.unwrap_or(text).split_once('|').unwrap_or((text, ""));
    let most = problem.widths().iter().copied().max().unwrap_or(0);
    let indices = |list: &str| {
        read_indices(list, most).map_err(|part| TaskError::WordText {
            by: OptionName::Subset,
            text: text.to_owned(),
            part,
        })
    };
    let (learned, passes) = (indices(learned)?, indices(passes)?);
    Word::from_indices(problem, &learned, &passes).map_err(|fault| TaskError::Word {
        by: OptionName::Subset,
        text: text.to_owned(),
        fault,
    })
}

/// Weights of a random point of a family, in the coordinates of the data unless `whitened` is asked for
/// (with decay on the data's own weights there are no others).
///
/// # Errors
/// When the problem has no bases.
pub fn represent_decayed(
    stated: &StatedDecay,
    word: &Word,
    seed: u64,
    whitened: bool,
) -> Result<Weights, TaskError> {
    Matrices { weights: 4, squares: 2, products: 0 }.check(&stated.stated.problem)?;
    let reduction = bases(stated)?;
    let mut stream = RandomStream::new(seed, "represent decayed");
    if whitened {
        stated.stated.refuse_biases(Unaware::Thing("a file of whitened weights"))?;
    }
    let mut weights = random_decayed_point(&reduction, &stated.decayed, word, &mut stream)?;
    if !stated.decayed.idle_weights_decay() && !whitened {
        let mut matrices = weights.matrices().to_vec();
        matrices[0] = reduction.unwhiten(&matrices[0]);
        weights = Weights::new(matrices)?;
    }
    if reduction.problem().biases().place() != BiasPlace::Output {
        let problem = reduction.problem();
        return if whitened { Ok(weights) } else { with_first_bias(problem, weights) };
    }
    let lengths = layer_lengths(&reduction, &weights);
    // Where the layers make nothing of the data, as large as they would of modes that are learned.
    let (_, units) = reduction.in_natural_units();
    let per_sample = reduction.means().map_or(1.0, |means| means.mass.sqrt());
    let weights = with_best_offset(&reduction, weights, |layer, width| {
        let free = stream.gaussian(width, 1).column(0).into_owned();
        match lengths[layer - 1] {
            length if length > 0.0 => free * length,
            _ => free.map(|entry| units.product(layer, entry) / per_sample),
        }
    })?;
    Ok(with_best_biases(&reduction, &stated.decayed, &weights)?)
}

fn bases(stated: &StatedDecay) -> Result<Reduction, TaskError> {
    stated.stated.reduction().ok_or(TaskError::NeedsBases { what: "singular bases" })
}

/// Says what weights (of the data) are: family, type, and what the dense Hessian says.
///
/// # Errors
/// When the problem has no bases, or the weights do not fit it, or are too many for a dense Hessian.
pub fn classify_with_decay(
    stated: &StatedDecay,
    file: &str,
    read: &ReadWeights,
) -> Result<DecayedClassification, TaskError> {
    let reduction =
        stated.stated.in_convention()?.ok_or(TaskError::NeedsBases { what: "singular bases" })?;
    stated.stated.check_biases(file, &read.weights)?;
    check_weights(&stated.stated, file, read)?;
    let order = stated.decayed.parameters();
    if order > LARGEST_DENSE {
        return Err(Limit::from(MatrixLimit::DecayedHessian { order, most: LARGEST_DENSE }).into());
    }
    let (epsilon, weights) = (read.dtype_epsilon, stated.stated.as_matrices(&read.weights)?);
    Ok(classify_decayed(&reduction, &stated.decayed, &weights, epsilon)?)
}

/// Directions of descent from weights that [`classify_with_decay`] knows, in the coordinates of the data.
///
/// # Errors
/// As [`classify_with_decay`].
pub fn directions_with_decay(
    stated: &StatedDecay,
    read: &ReadWeights,
) -> Result<Vec<DirectionInData>, TaskError> {
    stated.stated.refuse_biases(Unaware::Thing("the search for directions"))?;
    Ok(decayed_directions(&bases(stated)?, &stated.decayed, &read.weights)?)
}

/// The outcome of holding the closed forms against dense Hessians.
#[derive(Debug, Clone, Default)]
pub struct DecayedVerification {
    /// Points at which gradient, loss, inertia and spectrum agree.
    pub agreed: usize,
    /// Points at which the numerics, or a threshold, are undecided.
    pub undecided: usize,
    /// Points at which they do not, in the order of their numbers.
    pub disagreed: Vec<(usize, Word, DecayedRoad)>,
    /// Largest relative gradient met.
    pub largest_gradient: f64,
    /// Largest relative difference of an eigenvalue.
    pub largest_difference: f64,
    /// The work was interrupted.
    pub stopped: bool,
}

/// Points that are checked unless a number is asked for.
pub const USUAL_DECAYED_POINTS: usize = 200;

/// Most parameters of a dense Hessian.
pub(crate) const LARGEST_DENSE: usize = 4_000;

/// Most families from which points are drawn.
const MOST_FAMILIES: usize = 1 << 12;

/// Holds the closed forms against the dense Hessian of the regularised loss at `samples` random points:
/// all minima and the lowest families first, then again from the start; of one family when a word is
/// given. Point `k` depends on the seed and `k` alone.
///
/// # Errors
/// When the problem has no bases or too many parameters, or a decomposition fails.
pub fn verify_decayed(
    stated: &StatedDecay,
    only: Option<&Word>,
    samples: usize,
    seed: u64,
    observer: &impl Observer,
) -> Result<DecayedVerification, TaskError> {
    let reduction = bases(stated)?;
    let order = stated.decayed.parameters();
    if order > LARGEST_DENSE {
        return Err(Limit::from(MatrixLimit::DenseHessian { order, most: LARGEST_DENSE }).into());
    }
    let words = match only {
        Some(word) => vec![word.clone()],
        None => verified_words(&stated.decayed),
    };
    let mut outcome = DecayedVerification::default();
    let mut done = 0;
    while done < samples {
        let progress = Progress { done: done as u64, total: Some(samples as u64) };
        if observer.advance(progress).is_break() {
            outcome.stopped = true;
            break;
        }
        let next = samples.min(done + 64);
        let checked = (done..next)
            .into_par_iter()
            .map(|at| {
                let word = &words[at % words.len()];
                let weights = point_of_family(stated, &reduction, word, at, seed)?;
                Ok((at, word, decayed_road(&reduction, &stated.decayed, word, &weights)?))
            })
            .collect::<Result<Vec<_>, TaskError>>()?;
        for (at, word, road) in checked {
            outcome.add(at, word, road);
        }
        done = next;
    }
    Ok(outcome)
}

/// The weights, those that decay, of point `at` of a verification.
///
/// # Errors
/// When the problem has no bases or a decomposition fails.
pub fn verified_point(
    stated: &StatedDecay,
    word: &Word,
    at: usize,
    seed: u64,
) -> Result<Weights, TaskError> {
    let reduction = bases(stated)?;
    let weights = point_of_family(stated, &reduction, word, at, seed)?;
    with_first_bias(reduction.problem(), weights)
}

fn point_of_family(
    stated: &StatedDecay,
    reduction: &Reduction,
    word: &Word,
    at: usize,
    seed: u64,
) -> Result<Weights, TaskError> {
    let mut stream = RandomStream::new(seed, &format!("verify decayed {at}"));
    Ok(random_decayed_point(reduction, &stated.decayed, word, &mut stream)?)
}

impl DecayedVerification {
    /// How many points were checked.
    #[must_use]
    pub fn points(&self) -> usize {
        self.agreed + self.undecided + self.disagreed.len()
    }

    /// What the formats write.
    #[must_use]
    pub fn report<'a>(
        &'a self,
        stated: &'a StatedDecay,
        seed: u64,
    ) -> DecayedVerificationReport<'a> {
        DecayedVerificationReport {
            problem: &stated.stated.problem,
            source: stated.stated.source.as_ref(),
            decayed: &stated.decayed,
            seed,
            agreed: self.agreed,
            undecided: self.undecided,
            disagreed: &self.disagreed,
            largest_gradient: self.largest_gradient,
            largest_difference: self.largest_difference,
            incomplete: self.stopped,
        }
    }

    fn add(&mut self, at: usize, word: &Word, road: DecayedRoad) {
        self.largest_gradient = self.largest_gradient.max(road.relative_gradient);
        self.largest_difference = self.largest_difference.max(road.relative_spectrum);
        match road.agree {
            Some(true) => self.agreed += 1,
            None => self.undecided += 1,
            Some(false) => self.disagreed.push((at, word.clone(), road)),
        }
    }
}

/// The minima, then the lowest other families.
fn verified_words(problem: &DecayedProblem) -> Vec<Word> {
    let mut words = minima(problem);
    let lowest = linscape_decay::Lowest::new(problem, linscape_decay::End::Lowest);
    for word in lowest.take(MOST_FAMILIES) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}
