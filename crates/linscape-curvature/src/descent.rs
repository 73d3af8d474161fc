//! The steepest way down within a small ball, found by trust regions.
//!
//! It finds the lowest loss on spheres about given weights, with exact second derivatives and nothing of the
//! theory, so that it can refute an escape order.

mod surroundings;
mod trust_region;

pub use surroundings::{DescentError, Surroundings};

pub(crate) use trust_region::trust_region;
