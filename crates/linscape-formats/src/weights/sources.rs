//! Where named tensors come from: archives, files and Python objects, all asked in one way.
//!
//! A source says which tensors there are and gives the matrix of a name; nothing else of a format is known outside.

mod npz;
mod objects;
mod safetensors;
mod tensor_source;

pub(crate) use npz::NpzTensors;
pub(crate) use objects::{ObjectArrays, objects_in_npy, objects_in_npz};
pub(crate) use safetensors::{TensorFile, brain_float};
pub(crate) use tensor_source::{Tensor, TensorShape, TensorSource, by_name};
