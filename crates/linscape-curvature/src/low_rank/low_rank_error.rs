//! What can keep weights from being reduced.

use linscape_critical::WeightsError;
use linscape_lapack::DecompositionError;

/// Why a low-rank spectrum could not be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LowRankError {
    /// The target or the inputs do not fit the network.
    #[error(transparent)]
    Shape(#[from] WeightsError),
    /// A decomposition failed.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
}
