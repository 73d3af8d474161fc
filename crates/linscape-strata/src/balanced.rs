//! The balanced representative of a family: what it is and its exact Hessian spectrum.
//!
//! Every family has one balanced point up to rotations, whose Hessian falls apart into small blocks; it stands here
//! without bars, because a landscape asks for it at every family.

mod along_biases;
mod classification;
mod eigenvalue;
mod merged_spectrum;
mod spectrum;

pub use classification::{BalancedClassification, swap_rate};
pub use eigenvalue::Eigenvalue;
pub use merged_spectrum::merged_spectrum;
pub use spectrum::balanced_spectrum;
