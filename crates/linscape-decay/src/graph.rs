//! Connections between families, and the barriers between minima.
//!
//! A move changes one mode, or exchanges two; those that follow the flow downhill are connections. Between two
//! minima of neighbouring rank the lowest way over is a pass in closed form.

mod barrier;
mod moves;

pub use barrier::{Barrier, barriers};
pub use moves::{Move, MoveKind, covers, moves};
