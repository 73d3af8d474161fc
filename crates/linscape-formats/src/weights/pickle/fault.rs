//! What can be wrong with a pickle.

use thiserror::Error;

/// Why a pickle is not read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PickleFault {
    /// The pickle ends before it says so.
    #[error("the pickle is cut short at byte {at}")]
    CutShort {
        /// Where it ends.
        at: usize,
    },
    /// A class or function that is not among those that stand for tensors.
    #[error(
        "its pickle names {class}, and only tensors, numbers, texts, lists and dictionaries are read: \
         a class runs code"
    )]
    Class {
        /// Module and name.
        class: String,
    },
    /// An opcode that makes objects of classes, or belongs to protocols that are not used for tensors.
    #[error("its pickle uses opcode {opcode} at byte {at}, which is not read: it may run code")]
    Opcode {
        /// As `pickletools` calls it.
        opcode: &'static str,
        /// Where it stands.
        at: usize,
    },
    /// A byte that is no opcode.
    #[error("its pickle has no opcode {byte:#04x}, at byte {at}")]
    NoOpcode {
        /// The byte.
        byte: u8,
        /// Where it stands.
        at: usize,
    },
    /// An opcode without what it works on.
    #[error("its pickle is malformed at byte {at}: {reason}")]
    Malformed {
        /// What is wrong.
        reason: &'static str,
        /// Where.
        at: usize,
    },
}
