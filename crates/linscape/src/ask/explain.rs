//! Why a critical point is what it is.

use crate::{StatedFamily, TaskError, parse_stratum, room_for_measured_point};
use linscape_critical::RandomStream;
use linscape_formats::{Explanation, Measurement};
use linscape_points::{MeasuredRanks, random_point};
use linscape_strata::Stratum;

/// A stratum (that of the balanced point unless its key is given) with all that decides its type,
/// index and escape order, and the second road: ranks measured at a random point of it.
///
/// # Errors
/// For a key that is none of the family's, or when there is no room for a point.
///
/// # Examples
/// ```
/// use linscape::{ProblemOptions, StatedFamily, explain};
/// let options = ProblemOptions {
///     sigma: Some("2,1".to_owned()),
///     widths: Some("2,2,2,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let family = StatedFamily::new(options.state()?, "1")?;
/// assert_eq!(explain(&family, None, 0)?.agrees(), Some(true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn explain<'a>(
    family: &'a StatedFamily,
    stratum: Option<&str>,
    seed: u64,
) -> Result<Explanation<'a>, TaskError> {
    let StatedFamily { stated, subset, shape } = family;
    let stratum = match stratum {
        Some(key) => parse_stratum(shape, key)?,
        None => Stratum::balanced(shape),
    };
    let measurement = measure(family, &stratum, seed)?;
    let (problem, source) = (&stated.problem, stated.source.as_ref());
    Ok(Explanation::new(problem, source, subset, stratum, measurement))
}

/// Ranks at a random point of the stratum.
fn measure(family: &StatedFamily, stratum: &Stratum, seed: u64) -> Result<Measurement, TaskError> {
    let StatedFamily { stated, subset, .. } = family;
    room_for_measured_point(&stated.problem)?;
    let mut stream = RandomStream::new(seed, "explain");
    // Ranks have no units: take those in which nothing vanishes.
    let (target, _) = stated.target().in_natural_units();
    let weights = random_point(&target, subset, stratum, &mut stream)?;
    let ranks = MeasuredRanks::at(&weights, target.matrix())?;
    Ok(Measurement { seed, ranks })
}
