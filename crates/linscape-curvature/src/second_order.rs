//! The dense Hessian of actual weights, its eigenvalues and ranks, and what rounding leaves open.

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
