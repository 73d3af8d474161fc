//! When something happens in a step.

use crate::FollowError;

/// How finely the time of an event is found in a step: halvings.
const HALVINGS: usize = 40;

/// The first time at which something has happened that has happened at `to`, by halving.
pub(crate) fn first_time(
    from: f64,
    to: f64,
    mut happened: impl FnMut(f64) -> Result<bool, FollowError>,
) -> Result<f64, FollowError> {
    let (mut before, mut after) = (from, to);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (before + after);
        if middle <= before || middle >= after {
            break;
        }
        if happened(middle)? { after = middle } else { before = middle }
    }
    Ok(after)
}
