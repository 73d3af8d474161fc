//! The flow in block adjacency form and the quantities it conserves.

mod block_shift;
mod conserved;
mod form;

pub use block_shift::{BlockShift, BlockShiftError};
pub use conserved::ConservedQuantities;
pub use form::{Adjacency, AdjacencyError};
