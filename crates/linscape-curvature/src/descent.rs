//! The steepest way down within a small ball, found by trust regions.

mod surroundings;
mod trust_region;

pub use surroundings::{DescentError, Surroundings};

pub(crate) use trust_region::trust_region;
