//! Weights of networks in files: tensors, their names and their order.
//!
//! Whatever the format, a file is a `TensorSource`; which of its tensors are layers, and which way round, is
//! decided in `layers` once for all. A file that stacks a run gives one checkpoint a row.

mod assembly;
mod checkpoint_times;
mod exact_weights;
mod fault;
mod file;
mod files;
mod layers;
mod pickle;
mod reader;
mod sources;
mod stacked;
mod tensors;
mod torch;

pub use assembly::ReadWeights;
pub use checkpoint_times::steps_in_names;
pub use exact_weights::{ExactWeights, ExactWeightsError, read_exact_weights};
pub use fault::{ReadWeightsError, WeightsFault};
pub use file::{WeightsFormat, WeightsFormatError, write_directions, write_weights};
pub use files::{PatternError, order_note, weights_files};
pub use pickle::PickleFault;
pub use reader::{
    parse_npz_weights, parse_safetensors, parse_torch, read_checkpoints, read_weights,
};
pub use tensors::{GivenTensor, weights_of_tensors};
pub use torch::TorchFault;

pub(crate) use assembly::assemble;
pub(crate) use layers::{
    LayerNames, Orientation, biases_of, check_length, checkpoint_numbers, compare_naturally,
    layer_names, order_of_numbers, orientation, wrapping,
};
pub(crate) use sources::{
    NpzTensors, ObjectArrays, Tensor, TensorFile, TensorShape, TensorSource, brain_float, by_name,
    objects_in_npy, objects_in_npz,
};
pub(crate) use stacked::{checkpoints, only_checkpoint};
pub(crate) use tensors::InMemory;
pub(crate) use torch::{TorchFile, is_pickle, is_torch_archive};
