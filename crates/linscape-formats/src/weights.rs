//! Weights of networks in files: tensors, their names and their order.

mod chain_order;
mod exact_weights;
mod fault;
mod file;
mod files;
mod layer_names;
mod natural_order;
mod npz_weights;
mod orientation;
mod reader;
mod safetensors_weights;
mod tensor_source;
mod tensors;
mod torch;

pub use exact_weights::{ExactWeights, ExactWeightsError, read_exact_weights};
pub use fault::{ReadWeightsError, WeightsFault};
pub use file::{WeightsFormat, WeightsFormatError, write_directions, write_weights};
pub use files::{PatternError, order_note, weights_files};
pub use reader::{ReadWeights, parse_npz_weights, parse_safetensors, parse_torch, read_weights};
pub use tensors::{GivenTensor, weights_of_tensors};
pub use torch::TorchFault;

pub(crate) use layer_names::{LayerNames, are_kernels, layer_names, wrapping};
pub(crate) use natural_order::{
    NoNaturalOrder, compare_naturally, natural_order, numbered_parts, order_of_numbers,
};
pub(crate) use npz_weights::NpzTensors;
pub(crate) use orientation::{Orientation, orientation};
pub(crate) use reader::assemble;
pub(crate) use safetensors_weights::TensorFile;
pub(crate) use safetensors_weights::brain_float;
pub(crate) use tensor_source::{Tensor, TensorShape, TensorSource};
pub(crate) use torch::{TorchFile, is_pickle, is_torch_archive};
