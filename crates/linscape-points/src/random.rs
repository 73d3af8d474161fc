//! Weights of a random point of any stratum.
//!
//! Bars become matrices in random bases that keep their shape, whitened or in the data's coordinates; equal seeds
//! give equal weights.

mod outer_bases;
mod stratum_weights;

pub use stratum_weights::{RandomPointError, random_point};

pub(crate) use outer_bases::OuterBases;
