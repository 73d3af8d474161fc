//! Hessian spectra of families, in closed form.

use crate::{StatedDecay, StatedProblem, TaskError, Unaware, parse_subset, parse_word};
use linscape_critical::SingularSubset;
use linscape_decay::Word;
use linscape_formats::{DecayedSpectrum, FamilySpectrum};
use linscape_points::FamilyEnds;
use linscape_strata::{Eigenvalue, balanced_spectrum, merged_spectrum};

/// The spectrum at the balanced point of a family.
#[derive(Debug, Clone)]
pub struct FamilyPoint {
    /// The modes learned.
    pub subset: SingularSubset,
    /// Eigenvalues, increasing, equal ones merged.
    pub eigenvalues: Vec<Eigenvalue>,
    /// Whether the family holds the global minima.
    pub is_global_minimum: bool,
}

/// The Hessian's eigenvalues at the balanced point of a family, whose key is text ([`parse_subset`]).
///
/// # Errors
/// When the text names no family of the problem.
///
/// # Complexity
/// As many terms as pairs of distinct singular values.
///
/// # Examples
/// Two layers of one weight, `σ = 2`, nothing learned: the Hessian is `((0, −2), (−2, 0))`.
/// ```
/// use linscape::{ProblemOptions, spectrum_of_family};
/// let options = ProblemOptions {
///     sigma: Some("2".to_owned()),
///     widths: Some("1,1,1".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let point = spectrum_of_family(&options.state()?, "")?;
/// let values: Vec<f64> = point.eigenvalues.iter().map(|found| found.value).collect();
/// assert_eq!((values, point.is_global_minimum), (vec![-2.0, 2.0], false));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn spectrum_of_family(stated: &StatedProblem, subset: &str) -> Result<FamilyPoint, TaskError> {
    let problem = &stated.problem;
    let subset = parse_subset(problem, subset)?;
    Ok(FamilyPoint {
        eigenvalues: merged_spectrum(&balanced_spectrum(problem, &subset)),
        is_global_minimum: subset == problem.leading(problem.maximal_rank()),
        subset,
    })
}

impl FamilyPoint {
    /// The record that the formats write.
    #[must_use]
    pub fn record<'a>(&'a self, stated: &'a StatedProblem) -> FamilySpectrum<'a> {
        FamilySpectrum {
            problem: &stated.problem,
            source: stated.source.as_ref(),
            subset: &self.subset,
            eigenvalues: &self.eigenvalues,
            is_global_minimum: self.is_global_minimum,
        }
    }
}

/// The spectrum at every point of a family with weight decay.
#[derive(Debug, Clone)]
pub struct WordPoint {
    /// The family.
    pub word: Word,
    /// Eigenvalues, increasing, equal ones merged.
    pub eigenvalues: Vec<Eigenvalue>,
}

/// The Hessian's eigenvalues at every point of a family with weight decay, whose key is text ([`parse_word`]).
///
/// # Errors
/// When the text names no family of the problem, and when biases meet means of the data.
///
/// # Examples
/// With decay `½`, two layers of one weight and `σ = 2`, the Hessian at 0 is `((½, −2), (−2, ½))`.
/// ```
/// use linscape::{ProblemOptions, spectrum_of_word};
/// let options = ProblemOptions {
///     sigma: Some("2".to_owned()),
///     widths: Some("1,1,1".to_owned()),
///     decay: Some("1/2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let stated = options.state_decayed()?.expect("decay");
/// let point = spectrum_of_word(&stated, "")?;
/// let values: Vec<f64> = point.eigenvalues.iter().map(|found| found.value).collect();
/// assert_eq!(values, [-1.5, 2.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn spectrum_of_word(stated: &StatedDecay, word: &str) -> Result<WordPoint, TaskError> {
    let word = parse_word(&stated.decayed, word)?;
    if let Some(reduction) = stated.stated.reduction()
        && FamilyEnds::of(&reduction, &stated.decayed).is_some()
    {
        let what = "the closed-form spectrum with decay of the data's own weights";
        return Err(TaskError::BiasesNotHere { what: Unaware::Thing(what) });
    }
    Ok(WordPoint { eigenvalues: linscape_decay::spectrum(&stated.decayed, &word), word })
}

impl WordPoint {
    /// The record that the formats write.
    #[must_use]
    pub fn record<'a>(&'a self, stated: &'a StatedDecay) -> DecayedSpectrum<'a> {
        DecayedSpectrum {
            problem: &stated.stated.problem,
            source: stated.stated.source.as_ref(),
            decayed: &stated.decayed,
            word: &self.word,
            eigenvalues: &self.eigenvalues,
        }
    }
}
