//! One family of a problem, named by text.
//!
//! A family is what most questions about points begin with: its subset checked, its shape, and its spectrum in
//! closed form.

mod closed_spectrum;
mod index_list;

pub use closed_spectrum::{FamilyPoint, WordPoint, spectrum_of_family, spectrum_of_word};
pub(crate) use index_list::read_indices;

use crate::{StatedProblem, SubsetTextError, TaskError};
use linscape_critical::{Problem, SingularSubset};
use linscape_formats::StrataOf;
use linscape_strata::{FamilyShape, Stratum};
use num_bigint::BigUint;

/// A family with everything its strata depend on.
#[derive(Debug, Clone)]
pub struct StatedFamily {
    /// The problem.
    pub stated: StatedProblem,
    /// The modes learned.
    pub subset: SingularSubset,
    /// What strata depend on.
    pub shape: FamilyShape,
}

impl StatedFamily {
    /// The family that `text` names, as [`parse_subset`] reads it.
    ///
    /// # Errors
    /// When it names none of this problem.
    pub fn new(stated: StatedProblem, text: &str) -> Result<Self, TaskError> {
        let subset = parse_subset(&stated.problem, text)?;
        let shape = FamilyShape::new(&stated.problem, &subset);
        Ok(Self { stated, subset, shape })
    }

    /// What stands above a list of its strata; `total` is how many there are, where that is known.
    #[must_use]
    pub fn strata_of<'a>(&'a self, total: Option<&'a BigUint>) -> StrataOf<'a> {
        StrataOf {
            problem: &self.stated.problem,
            source: self.stated.source.as_ref(),
            subset: &self.subset,
            total,
        }
    }
}

/// Reads the singular values learned by 1-based index, `1,2`, and what the outputs print: `{1,2}`, `{1-4,6}`, `∅`.
/// Nothing is none.
///
/// # Errors
/// When the text is no list of indices, or the list no family of the problem.
///
/// # Examples
/// ```
/// use linscape_critical::Problem;
/// use linscape::parse_subset;
/// let problem = Problem::exact(&[3, 3, 3], &[3, 2, 1])?;
/// assert_eq!(parse_subset(&problem, "1, 3")?.counts(), [1, 0, 1]);
/// assert_eq!(parse_subset(&problem, "{1-3}")?.counts(), [1, 1, 1]);
/// assert!(parse_subset(&problem, "4").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn parse_subset(problem: &Problem, text: &str) -> Result<SingularSubset, TaskError> {
    let most = problem.architecture().widths().iter().copied().max().unwrap_or(0);
    let indices =
        read_indices(text, most).map_err(|part| SubsetTextError { text: text.to_owned(), part })?;
    problem.subset(&indices).map_err(|fault| TaskError::Subset { text: text.to_owned(), fault })
}

/// Reads the key of a stratum and checks that it is one of the family's.
///
/// # Errors
/// When it is no key, or one of another family.
pub fn parse_stratum(shape: &FamilyShape, key: &str) -> Result<Stratum, TaskError> {
    let named = || key.to_owned();
    let stratum: Stratum =
        key.parse().map_err(|fault| TaskError::StratumKey { key: named(), fault })?;
    stratum.check(shape).map_err(|fault| TaskError::Stratum { key: named(), fault })?;
    Ok(stratum)
}
