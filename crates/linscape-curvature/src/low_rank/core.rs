//! The network between the bases of what the weights use, and the matrices it is decomposed by.

mod bordered;
mod core_ends;
mod core_network;
mod outer_blocks;

pub use core_ends::LowRankEnds;

pub(super) use core_network::CoreNetwork;
pub(super) use outer_blocks::OuterBlocks;
