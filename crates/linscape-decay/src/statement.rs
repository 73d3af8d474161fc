//! What is asked: widths, modes and the decay of every layer.

mod bias_decay;
mod decay;
mod problem;

pub use bias_decay::{BiasDecay, BiasDecayError};
pub use decay::{Decay, DecayError};
pub use problem::{Class, Coordinates, DecayedProblem, DecayedProblemError};
