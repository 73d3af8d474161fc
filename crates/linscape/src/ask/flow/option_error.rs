//! Options of a trajectory that cannot be read or do not go together.

use thiserror::Error;

/// An option of a trajectory that cannot be read, or does not go with the others.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum FlowOptionError {
    /// Not a method.
    #[error("--method '{text}' is not a method; choose bdf, dop853, gd or sgd")]
    Method {
        /// As it was given.
        text: String,
    },
    /// Not an initialisation.
    #[error(
        "--init '{text}' is not an initialisation; choose balanced:SCALE, gaussian:SCALE, \
         orthogonal:SCALE, aligned:SCALE, delta-balanced:SCALE,DELTA, near:SUBSET or file:W.npz"
    )]
    Initialisation {
        /// As it was given.
        text: String,
    },
    /// A number that is none.
    #[error("--init {text}: '{part}' is not a number")]
    Number {
        /// As it was given.
        text: String,
        /// The part that is wrong.
        part: String,
    },
    /// Not a direction.
    #[error(
        "--along '{text}' is not a direction; choose random, learn:L or swap:K-L (1-based modes)"
    )]
    Departure {
        /// As it was given.
        text: String,
    },
    /// An option that another one needs, or cannot have.
    #[error("{option} {reason}")]
    Together {
        /// The option.
        option: &'static str,
        /// What is wrong.
        reason: &'static str,
    },
}
