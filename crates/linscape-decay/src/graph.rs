//! Connections between families, and the barriers between minima.

mod barrier;
mod moves;

pub use barrier::{Barrier, barriers};
pub use moves::{Move, MoveKind, covers, moves};
