//! What can be wrong with a checkpoint of PyTorch.

use crate::weights::PickleFault;
use linscape_critical::TooLarge;
use thiserror::Error;

/// How to save what is read.
const SAVE: &str = "save tensors alone: torch.save(model.state_dict(), 'model.pt')";

/// Why a checkpoint of PyTorch is not read.
#[derive(Debug, Error)]
pub enum TorchFault {
    /// Neither a zip archive with `data.pkl` nor a stream of pickles.
    #[error("no checkpoint of PyTorch, or cut short ({reason}); {SAVE}")]
    NoCheckpoint {
        /// What is missing.
        reason: String,
    },
    /// A pickle that is not read.
    #[error("{0}; {SAVE}")]
    Pickle(#[from] PickleFault),
    /// A tensor that says more than its storage holds.
    #[error("tensor {name:?} of shape {shape:?} does not fit its storage; {SAVE}")]
    Storage {
        /// Its name.
        name: String,
        /// Its shape.
        shape: Vec<usize>,
    },
    /// A storage that is missing, cut short or damaged.
    #[error("storage {key:?} {reason}; {SAVE}")]
    Damaged {
        /// Its key in the file.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Numbers of a machine that stores the last byte first.
    #[error("its numbers are big-endian; save it again on a little-endian machine")]
    BigEndian,
    /// More than memory has room for.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}
