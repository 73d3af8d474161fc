//! What can keep weights from being reduced.

use crate::LanczosError;
use linscape_lapack::DecompositionError;
use linscape_network::WeightsError;

/// Why a low-rank spectrum could not be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LowRankError {
    /// The weights use too much of their layers, and a spectrum in pieces was asked for.
    #[error(
        "the weights are not of low rank: what they use of the layers makes a core of order beyond {most}"
    )]
    FullRank {
        /// Largest order of a core.
        most: usize,
    },
    /// The target or the inputs do not fit the network.
    #[error(transparent)]
    Shape(#[from] WeightsError),
    /// A decomposition failed.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
    /// The outermost eigenvalues beside the pieces could not be computed.
    #[error(transparent)]
    Ends(#[from] LanczosError),
}
