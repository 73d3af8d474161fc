//! What an iterative eigensolver may be unable to do.

use linscape_lapack::DecompositionError;
use linscape_network::WeightsError;
use thiserror::Error;

/// Why there is no spectrum.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum LanczosError {
    /// No more pairs can be asked for than there are.
    #[error("{ends} eigenvalues at each end of a spectrum of {order}: ask for at most {}", order / 2)]
    TooMany {
        /// What was asked for.
        ends: usize,
        /// How many eigenvalues there are.
        order: usize,
    },
    /// The basis cannot hold what is asked for.
    #[error(
        "a basis of {basis} vectors is too small for {ends} eigenvalues at each end by blocks of {block}"
    )]
    SmallBasis {
        /// Vectors in the basis.
        basis: usize,
        /// Pairs at each end.
        ends: usize,
        /// Vectors in a block.
        block: usize,
    },
    /// The target does not fit the network.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// A decomposition failed, or the operator gave numbers that are not finite.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
}
