//! The network between the bases of what the weights use, and the matrices it is decomposed by.
//!
//! A core is as wide as what is learned. A small one is decomposed whole; a large one is iterated on, and what was
//! found there is counted by eliminating its larger outer layer.

mod bordered;
mod core_ends;
mod core_network;
mod eliminated;
mod outer_blocks;

pub use core_ends::LowRankEnds;

pub(super) use core_network::CoreNetwork;
pub(super) use outer_blocks::OuterBlocks;
