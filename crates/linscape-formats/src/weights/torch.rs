//! Checkpoints of PyTorch, read without running anything.
//!
//! A pickle is a program: it may name any function and call it. The [`Machine`](machine) here knows the
//! opcodes that build numbers, texts, lists and dictionaries, and the few names that stand for tensors
//! ([`global`]); it refuses everything else by its name. It makes at most one value an opcode and shares
//! values by position, so that its memory is linear in the length of the pickle and nothing nests on
//! the stack.

mod archive;
mod checkpoint;
mod element;
mod fault;
mod global;
mod heap;
mod legacy;
mod machine;
mod opcode;
mod rebuilt;
mod strided;
mod torch_file;

pub use fault::TorchFault;

pub(crate) use archive::is_torch_archive;
pub(crate) use legacy::is_pickle;
pub(crate) use torch_file::TorchFile;
