//! What is asked: widths, modes and the decay of every layer.

mod decay;
mod problem;

pub use decay::{Decay, DecayError};
pub use problem::{Class, Coordinates, DecayedProblem, DecayedProblemError};
