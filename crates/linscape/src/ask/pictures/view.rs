//! One page of HTML in which a landscape is explored.

use crate::{
    DrawingLimit, Limit, StatedDecay, StatedProblem, TaskError, document_landscape, list_decayed,
};
use linscape_critical::{Observer, family_count};
use linscape_decay::family_count as decayed_family_count;
use linscape_formats::StoredTrajectory;
use linscape_pictures::{
    DecayedPage, FAMILIES_SHOWN_OF_MANY, HeightChoice, MOST_DRAWN_FAMILIES, PageContents, PageError,
};
use num_bigint::BigUint;

/// What stands on the page.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageWanted<'a> {
    /// The lowest families only; of more than are drawn, a few hundred unless stated.
    pub limit: Option<usize>,
    /// How losses are turned into heights.
    pub scale: HeightChoice,
    /// A trajectory over the landscape.
    pub trajectory: Option<&'a StoredTrajectory>,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// As HTML: one file that asks for nothing.
    pub html: String,
    /// Whether the work for it was interrupted: it shows what was found until then.
    pub interrupted: bool,
}

/// One page of HTML in which the landscape can be explored, without a network.
///
/// # Errors
/// [`DrawingLimit::Families`] when more are asked for than are drawn, and as
/// [`list_landscape`](crate::list_landscape).
///
/// # Examples
/// ```
/// use linscape::{PageWanted, ProblemOptions, view};
/// let options = ProblemOptions {
///     sigma: Some("2,1".to_owned()),
///     widths: Some("2,2,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let page = view(&options.state()?, PageWanted::default(), &())?;
/// assert!(page.html.starts_with("<!DOCTYPE html>") && !page.interrupted);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn view(
    stated: &StatedProblem,
    wanted: PageWanted<'_>,
    observer: &impl Observer,
) -> Result<Page, TaskError> {
    let limit = drawn_families(family_count(&stated.problem), wanted.limit)?;
    let landscape = document_landscape(stated, limit, observer)?;
    let page = PageContents {
        landscape: &landscape,
        problem: &stated.problem,
        source: stated.source.as_ref(),
        has_bases: stated.has_bases(),
        scale: wanted.scale,
        trajectory: wanted.trajectory,
    };
    let (html, incomplete) = page.html(observer).map_err(|error| match error {
        PageError::Values(fault) => Limit::from(fault).into(),
        PageError::Record(fault) => TaskError::Unwritten(fault),
    })?;
    Ok(Page { html, interrupted: incomplete || landscape.is_interrupted() })
}

/// The page of a landscape with weight decay: minima, passes and barriers.
///
/// # Errors
/// [`DrawingLimit::Families`] when more are asked for than are drawn.
///
/// # Examples
/// ```
/// use linscape::{PageWanted, ProblemOptions, view_with_decay};
/// let options = ProblemOptions {
///     sigma: Some("3,2".to_owned()),
///     widths: Some("2,2,2,2".to_owned()),
///     decay: Some("1/2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let stated = options.state_decayed()?.expect("decay");
/// let page = view_with_decay(&stated, PageWanted::default(), &())?;
/// assert_eq!(page.html.matches("node pass\" data-id").count(), 2); // of rank 0 to 1, of 1 to 2
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn view_with_decay(
    stated: &StatedDecay,
    wanted: PageWanted<'_>,
    observer: &impl Observer,
) -> Result<Page, TaskError> {
    let limit = drawn_families(decayed_family_count(&stated.decayed), wanted.limit)?;
    let landscape = list_decayed(stated, limit, observer)?;
    let page = DecayedPage {
        landscape: &landscape,
        problem: &stated.stated.problem,
        source: stated.stated.source.as_ref(),
        has_bases: stated.stated.has_bases(),
        scale: wanted.scale,
        trajectory: wanted.trajectory,
    };
    let html = page.html().map_err(TaskError::Unwritten)?;
    Ok(Page { html, interrupted: landscape.is_interrupted() })
}

/// How many families are listed for the page.
fn drawn_families(families: BigUint, limit: Option<usize>) -> Result<Option<usize>, Limit> {
    let (most, is_small) = (MOST_DRAWN_FAMILIES, families <= MOST_DRAWN_FAMILIES.into());
    match limit {
        Some(limit) if limit > most && !is_small => {
            Err(DrawingLimit::Families { limit, families, most }.into())
        }
        None if !is_small => Ok(Some(FAMILIES_SHOWN_OF_MANY)),
        given => Ok(given),
    }
}
