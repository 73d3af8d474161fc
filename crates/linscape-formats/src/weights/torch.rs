//! Checkpoints of PyTorch: a [pickle](crate::weights::pickle) that describes tensors, and their numbers beside it.
//!
//! No code of a checkpoint is run; whatever would have to be run is refused by its name.

mod archive;
mod fault;
mod legacy;
mod strided;
mod torch_file;

pub use fault::TorchFault;

pub(crate) use archive::is_torch_archive;
pub(crate) use legacy::is_pickle;
pub(crate) use torch_file::TorchFile;
