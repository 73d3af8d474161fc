//! Checkpoints that make no run.

use thiserror::Error;

/// Why checkpoints are no training run.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CheckpointError {
    /// There are none.
    #[error("a training run needs at least one checkpoint")]
    None,
    /// A step that is no number.
    #[error("the step {step} of a checkpoint is not finite")]
    NotFinite {
        /// As it was given.
        step: f64,
    },
    /// Steps in another order than the checkpoints.
    #[error("steps of checkpoints must increase, but {after} does not come after {before}")]
    Falls {
        /// The step of one.
        before: f64,
        /// The step of the next.
        after: f64,
    },
}
