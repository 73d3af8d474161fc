//! The flow in block adjacency form and the quantities it conserves.
//!
//! All layers as one symmetric matrix: its flow is one formula for any depth, and what it conserves is read off its
//! blocks.

mod block_shift;
mod conserved;
mod form;

pub use block_shift::{BlockShift, BlockShiftError};
pub use conserved::ConservedQuantities;
pub use form::{Adjacency, AdjacencyError};
