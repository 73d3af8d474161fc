//! Why a trajectory cannot be followed.

use crate::IntegrationError;
use linscape_critical::NaturalUnits;
use thiserror::Error;

/// Why a trajectory is not followed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum FollowError {
    /// Nothing says where to stop.
    #[error("a trajectory needs an end: a time or a loss")]
    NoEnd,
    /// An end that is past.
    #[error("the end time is {}, and the trajectory starts at time 0", short(*given))]
    EndInThePast {
        /// The time given.
        given: f64,
    },
    /// A loss that is not reached: below all, at the least one or within rounding of it, or no number.
    #[error(
        "no flow arrives at a loss of {}: it comes as near to {} as rounding lets it",
        short(*given), short(*least)
    )]
    LossOutOfReach {
        /// The loss given.
        given: f64,
        /// The loss of the global minima.
        least: f64,
    },
    /// Moments too close together.
    #[error("moments are a positive time apart, got {}", short(*given))]
    Every {
        /// The time given.
        given: f64,
    },
    /// More moments than can be kept.
    #[error("moments every {} until {} are more than {most}", short(*every), short(*until))]
    TooManyMoments {
        /// The time between them.
        every: f64,
        /// The end.
        until: f64,
        /// Most that are kept.
        most: usize,
    },
    /// Weights that overflow.
    #[error("the initial weights are so large that their loss is no finite number")]
    StartOverflows,
    /// A radius that separates nothing.
    #[error("the radius of a visit lies between 0 and 0.5, got {given}")]
    Radius {
        /// The radius given.
        given: f64,
    },
    /// The integration broke off.
    #[error(transparent)]
    Integration(#[from] IntegrationError),
    /// A decomposition failed.
    #[error(transparent)]
    Decomposition(#[from] linscape_lapack::DecompositionError),
}

/// A number of any size in few characters, with all its digits.
fn short(number: f64) -> String {
    let text = format!("{number:?}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

impl FollowError {
    /// The same in the units that the problem was stated in.
    #[must_use]
    pub fn restored(self, units: NaturalUnits) -> Self {
        match self {
            Self::EndInThePast { given } => Self::EndInThePast { given: units.time(given) },
            Self::LossOutOfReach { given, least } => {
                Self::LossOutOfReach { given: units.loss(given), least: units.loss(least) }
            }
            Self::Every { given } => Self::Every { given: units.time(given) },
            Self::TooManyMoments { every, until, most } => {
                let (every, until) = (units.time(every), units.time(until));
                Self::TooManyMoments { every, until, most }
            }
            Self::Integration(error) => Self::Integration(error.restored(units)),
            same @ (Self::NoEnd
            | Self::StartOverflows
            | Self::Radius { .. }
            | Self::Decomposition(_)) => same,
        }
    }
}
