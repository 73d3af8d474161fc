//! Weights of networks in files: tensors, their names and their order.

mod checkpoint_times;
mod exact_weights;
mod fault;
mod file;
mod files;
mod layers;
mod npz_weights;
mod objects;
mod pickle;
mod reader;
mod safetensors_weights;
mod stacked;
mod tensor_source;
mod tensors;
mod torch;

pub use checkpoint_times::steps_in_names;
pub use exact_weights::{ExactWeights, ExactWeightsError, read_exact_weights};
pub use fault::{ReadWeightsError, WeightsFault};
pub use file::{WeightsFormat, WeightsFormatError, write_directions, write_weights};
pub use files::{PatternError, order_note, weights_files};
pub use pickle::PickleFault;
pub use reader::{
    ReadWeights, parse_npz_weights, parse_safetensors, parse_torch, read_checkpoints, read_weights,
};
pub use tensors::{GivenTensor, weights_of_tensors};
pub use torch::TorchFault;

pub(crate) use layers::{
    LayerNames, Orientation, biases_of, check_length, checkpoint_numbers, compare_naturally,
    layer_names, order_of_numbers, orientation, wrapping,
};
pub(crate) use npz_weights::NpzTensors;
pub(crate) use objects::{ObjectArrays, objects_in_npy, objects_in_npz};
pub(crate) use reader::assemble;
pub(crate) use safetensors_weights::{TensorFile, brain_float};
pub(crate) use stacked::{checkpoints, only_checkpoint};
pub(crate) use tensor_source::{Tensor, TensorShape, TensorSource};
pub(crate) use tensors::InMemory;
pub(crate) use torch::{TorchFile, is_pickle, is_torch_archive};
