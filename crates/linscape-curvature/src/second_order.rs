//! The dense Hessian of actual weights, its eigenvalues and ranks, and what rounding leaves open.
//!
//! This is the plain form of the second road: weights at a target are prepared once, and every number comes with
//! the error bar within which it may be zero.

mod group_action;
mod hessian;
mod numerical_inertia;
mod numerical_rank;
mod regularised;

pub use group_action::numerical_dimension;
pub use hessian::SecondOrder;
pub use numerical_inertia::NumericalInertia;
pub use numerical_rank::NumericalRank;
pub use regularised::{Regularised, WeightPenalty};
