//! Where named tensors come from: archives, files and Python objects, all asked in one way.

mod npz;
mod objects;
mod safetensors;
mod tensor_source;

pub(crate) use npz::NpzTensors;
pub(crate) use objects::{ObjectArrays, objects_in_npy, objects_in_npz};
pub(crate) use safetensors::{TensorFile, brain_float};
pub(crate) use tensor_source::{Tensor, TensorShape, TensorSource};
