//! Why an integration cannot go on.

use linscape_critical::NaturalUnits;
use linscape_lapack::DecompositionError;
use thiserror::Error;

/// Why an integration cannot start or go on.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum IntegrationError {
    /// A tolerance that nothing can satisfy.
    #[error("a relative tolerance lies between 1e-13 and 0.1, got {given}")]
    Tolerance {
        /// The tolerance given.
        given: f64,
    },
    /// An absolute tolerance that is not positive.
    #[error("an absolute tolerance is positive and finite, got {given}")]
    AbsoluteTolerance {
        /// The tolerance given.
        given: f64,
    },
    /// Steps became shorter than time can be told apart.
    #[error(
        "steps became too short at time {time}; a looser tolerance may help, or layers that differ less in size"
    )]
    StepTooSmall {
        /// The time reached.
        time: f64,
    },
    /// The library's explicit method gave up.
    #[error(
        "the explicit method stopped at time {time}: {reason}; it does not follow what differs much in size, such as \
         layers, or small inputs beside the constant that biases multiply"
    )]
    Explicit {
        /// The time reached.
        time: f64,
        /// Its own words.
        reason: String,
    },
    /// The bases of `Σ` were not found.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
}

impl IntegrationError {
    /// Whether a method found no further step: what was asked is in order.
    #[must_use]
    pub fn gave_up(&self) -> bool {
        matches!(self, Self::StepTooSmall { .. } | Self::Explicit { .. })
    }

    /// The same in the units that the problem was stated in.
    #[must_use]
    pub fn restored(self, units: NaturalUnits) -> Self {
        match self {
            Self::AbsoluteTolerance { given } => {
                Self::AbsoluteTolerance { given: units.weight(given) }
            }
            Self::StepTooSmall { time } => Self::StepTooSmall { time: units.time(time) },
            Self::Explicit { time, reason } => Self::Explicit { time: units.time(time), reason },
            same @ (Self::Tolerance { .. } | Self::Decomposition(_)) => same,
        }
    }
}
