//! From weights to the stratum they lie on.

mod classification;
mod hessian_bound;
mod nearby;

pub use classification::{Classification, Open};
pub use nearby::Nearby;

pub(crate) use classification::stratum_of_ranks;
pub(crate) use hessian_bound::HessianBound;
