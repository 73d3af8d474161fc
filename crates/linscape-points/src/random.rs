//! Weights of a random point of any stratum.

mod outer_bases;
mod stratum_weights;

pub use stratum_weights::{RandomPointError, random_point};

pub(crate) use outer_bases::OuterBases;
