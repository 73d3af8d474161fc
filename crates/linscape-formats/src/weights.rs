//! Weights of networks in files: tensors, their names and their order.

mod checkpoint_times;
mod exact_weights;
mod fault;
mod file;
mod files;
mod natural_order;
mod npz_weights;
mod reader;
mod safetensors_weights;
mod tensor_source;
mod tensors;
mod torch_pickle;

pub use checkpoint_times::steps_in_names;
pub use exact_weights::{ExactWeights, ExactWeightsError, read_exact_weights};
pub use fault::{ReadWeightsError, WeightsFault};
pub use file::{WeightsFormat, WeightsFormatError, write_directions, write_weights};
pub use files::{PatternError, order_note, weights_files};
pub use reader::{ReadWeights, parse_npz_weights, parse_safetensors, read_weights};
pub use tensors::{GivenTensor, weights_of_tensors};

pub(crate) use natural_order::{
    NoNaturalOrder, checkpoint_numbers, compare_naturally, natural_order, order_of_numbers,
};
pub(crate) use npz_weights::NpzTensors;
pub(crate) use reader::assemble;
pub(crate) use safetensors_weights::TensorFile;
pub(crate) use tensor_source::{Tensor, TensorShape, TensorSource, layer_names};
pub(crate) use torch_pickle::{is_pickle, is_torch_archive};
