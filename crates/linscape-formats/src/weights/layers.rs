//! Which tensors are the layers, in which order and which way round: by names, and by how they chain.

mod biases;
mod chain_order;
mod layer_names;
mod natural_order;
mod orientation;

pub(crate) use biases::{biases_of, check_length};
pub(crate) use layer_names::{LayerNames, layer_names, wrapping};
pub(crate) use natural_order::{checkpoint_numbers, compare_naturally, order_of_numbers};
pub(crate) use orientation::{Orientation, orientation};
