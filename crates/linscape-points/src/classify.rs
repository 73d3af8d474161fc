//! From weights to the stratum they lie on.
//!
//! Ranks with error bars, read off the weights, become bars, and bars the theorem's answer. What an error bar
//! leaves open stays open.

mod classification;
mod hessian_bound;
mod nearby;

pub use classification::{Classification, Open};
pub use nearby::Nearby;

pub(crate) use classification::stratum_of_ranks;
pub(crate) use hessian_bound::HessianBound;
