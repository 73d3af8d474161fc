//! Why weights are no state of a flow.

use linscape_network::WeightsError;
use thiserror::Error;

/// Weights that do not belong to a flow.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StateError {
    /// Another network.
    #[error("the weights have widths {given:?}, and the flow moves widths {wanted:?}")]
    Widths {
        /// Widths of the weights.
        given: Vec<usize>,
        /// Widths of the flow, `rank X` first.
        wanted: Vec<usize>,
    },
    /// Other layers have biases.
    #[error("the weights do not have biases in the layers where the flow moves them")]
    Biases,
    /// Entries that are not finite.
    #[error(transparent)]
    Weights(#[from] WeightsError),
}
