//! What is asked: widths, modes and the decay of every layer.
//!
//! The geometric mean of the layers' decays decides everything; isotropic inputs and autoencoders differ from white
//! ones by a stiffness a mode.

mod bias_decay;
mod decay;
mod problem;

pub use bias_decay::{BiasDecay, BiasDecayError};
pub use decay::{Decay, DecayError};
pub use problem::{Class, Coordinates, DecayedProblem, DecayedProblemError};
