//! Decay of the data's own weights, inside a problem.

use linscape_points::{OwnCase, OwnProblem};

/// A problem whose own weights decay, and what is known of it.
#[derive(Debug, Clone)]
pub(crate) struct OwnDecay {
    pub(crate) own: OwnProblem,
    pub(crate) case: OwnCase,
}
