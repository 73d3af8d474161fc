//! What can be wrong with a checkpoint of PyTorch.

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
    /// The pickle ends before it says so.
    #[error("the pickle is cut short at byte {at}; {SAVE}")]
    CutShort {
        /// Where it ends.
        at: usize,
    },
    /// A class or function that is not among those that stand for tensors.
    #[error(
        "its pickle names {class}, and only tensors, numbers, texts, lists and dictionaries are read: \
         a class runs code; {SAVE}"
    )]
    Class {
        /// Module and name.
        class: String,
    },
    /// An opcode that makes objects of classes, or belongs to protocols that `torch.save` does not use.
    #[error(
        "its pickle uses opcode {opcode} at byte {at}, which is not read: it may run code; {SAVE}"
    )]
    Opcode {
        /// As `pickletools` calls it.
        opcode: &'static str,
        /// Where it stands.
        at: usize,
    },
    /// A byte that is no opcode.
    #[error("its pickle has no opcode {byte:#04x}, at byte {at}; {SAVE}")]
    NoOpcode {
        /// The byte.
        byte: u8,
        /// Where it stands.
        at: usize,
    },
    /// An opcode without what it works on.
    #[error("its pickle is malformed at byte {at}: {reason}; {SAVE}")]
    Malformed {
        /// What is wrong.
        reason: &'static str,
        /// Where.
        at: usize,
    },
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
