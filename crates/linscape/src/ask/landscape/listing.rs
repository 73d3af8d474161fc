//! The landscape of a problem, within limits.

use crate::{Limit, StatedProblem};
use linscape_critical::family_count;
use linscape_critical::{Observer, Problem};
use linscape_quotient::Landscape;

/// Most families that are listed on request: about 1 GB.
const LARGEST_LIMIT: usize = 1 << 20;

/// Lists the landscape of a problem, or its `limit` lowest families and the greedy path.
///
/// # Errors
/// [`Limit`] when there are more families than are listed at once.
///
/// # Examples
/// ```
/// use linscape::{ProblemOptions, list_landscape};
/// let options = ProblemOptions {
///     sigma: Some("3,2,1".to_owned()),
///     widths: Some("3,3,3,3".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let landscape = list_landscape(&options.state()?, None, &())?;
/// assert_eq!(landscape.families().len(), 8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn list_landscape(
    stated: &StatedProblem,
    limit: Option<usize>,
    observer: &impl Observer,
) -> Result<Landscape, Limit> {
    check_limit(&stated.problem, limit)?;
    Ok(Landscape::new(stated.problem.clone(), limit, observer)?)
}

/// The same with the strata of every listed family counted, as documents state them.
///
/// # Errors
/// As [`list_landscape`].
pub fn document_landscape(
    stated: &StatedProblem,
    limit: Option<usize>,
    observer: &impl Observer,
) -> Result<Landscape, Limit> {
    Ok(list_landscape(stated, limit, observer)?.with_strata(observer))
}

fn check_limit(problem: &Problem, limit: Option<usize>) -> Result<(), Limit> {
    let Some(limit) = limit.filter(|&limit| limit > LARGEST_LIMIT) else { return Ok(()) };
    let families = family_count(problem);
    if families > LARGEST_LIMIT.into() {
        return Err(Limit::Families { limit, families, most: LARGEST_LIMIT });
    }
    Ok(())
}
