//! Gradient flow over the landscape: how weights move, which saddles they visit, and the orbits
//! that connect one saddle with another.
//!
//! The mathematics is in `docs/theory.md`, "Connections" and "Adjacency form".

mod adjacency;
mod block_shift;
mod conserved;
mod decoupled;
mod dynamics;

pub use adjacency::{Adjacency, AdjacencyError};
pub use block_shift::{BlockShift, BlockShiftError};
pub use conserved::ConservedQuantities;
pub use decoupled::{Coordinates, Decoupled};
pub use dynamics::Dynamics;
