//! What the loss of a deep linear network does near its critical points.
//!
//! Two roads lead to every statement: closed forms in the whole numbers of a family
//! ([`FamilyShape`]) and the dense Hessian of actual weights ([`SecondOrder`]), which shares no
//! code with them. [`second_road`] compares the two.
//!
//! The mathematics is in `docs/theory.md`.

mod balanced;
mod balanced_spectrum;
mod escape_order;
mod family_shape;
mod hessian;
mod inertia;
mod numerical_inertia;
mod point_counts;
mod point_type;
mod second_road;
mod strictness;

pub use balanced::{BalancedClassification, swap_rate};
pub use balanced_spectrum::{Eigenvalue, balanced_spectrum};
pub use escape_order::EscapeOrder;
pub use family_shape::FamilyShape;
pub use hessian::SecondOrder;
pub use inertia::Inertia;
pub use numerical_inertia::NumericalInertia;
pub use point_counts::PointCounts;
pub use point_type::PointType;
pub use second_road::{SecondRoad, hessian_scale, second_road};
pub use strictness::{Strictness, strictness};
