//! Why data are not reduced.

use super::MomentsError;
use linscape_critical::{ProblemError, SpectrumError};
use linscape_lapack::DecompositionError;
use thiserror::Error;

/// Why data and widths have no landscape.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ReductionError {
    /// The network does not fit the data.
    #[error(
        "widths start with d_0 = {inputs} and end with d_h = {outputs}, \
         but the data map {data_inputs} inputs to {data_outputs} outputs"
    )]
    Widths {
        /// `d_0` of the network.
        inputs: usize,
        /// `d_h` of the network.
        outputs: usize,
        /// Columns of the inputs.
        data_inputs: usize,
        /// Columns of the targets.
        data_outputs: usize,
    },
    /// Nothing goes in.
    #[error("all inputs are zero: the loss does not depend on the network")]
    ZeroInputs,
    /// Matrices that are no moments.
    #[error(transparent)]
    Moments(#[from] MomentsError),
    /// A decomposition failed.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
    /// The singular values are out of range.
    #[error(transparent)]
    Spectrum(#[from] SpectrumError),
    /// Widths and spectrum do not fit.
    #[error(transparent)]
    Problem(#[from] ProblemError),
}
