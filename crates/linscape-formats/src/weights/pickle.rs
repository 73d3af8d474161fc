//! Pickles, read without running anything.
//!
//! A pickle is a program: it may name any function and call it. The [`Machine`](machine) here knows the
//! opcodes that build numbers, texts, lists and dictionaries, and the few names that stand for tensors
//! and arrays ([`global`]); it refuses everything else by its name. It makes at most one value an opcode
//! and shares values by position, so that its memory is linear in the length of the pickle and nothing
//! nests on the stack.

mod checkpoint;
mod element;
mod fault;
mod global;
mod heap;
mod machine;
mod ndarray;
mod opcode;
mod rebuilt;
mod rebuilt_array;

pub use fault::PickleFault;

pub(crate) use checkpoint::{Entry, Network, joined};
pub(crate) use element::{Element, half};
pub(crate) use heap::{Heap, Storage, Strided, Value};
pub(crate) use machine::unpickle;
pub(crate) use ndarray::{Contents, SavedArray};
