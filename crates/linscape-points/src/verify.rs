//! Theorem against numerics at random points.
//!
//! A random point of a stratum has its gradient, loss, inertia, dimension and escape measured and compared; what
//! numerics cannot tell is counted as undecided.

mod checked_point;
mod learning_check;
mod numerical_escape;
mod point_check;
mod second_road;
mod strictness;
mod verification;
mod whole_network;

pub use checked_point::{CheckedPoint, VerifyError, VerifyOptions, check_points};
pub use learning_check::LearningCheck;
pub use numerical_escape::NumericalEscape;
pub use point_check::PointCheck;
pub use second_road::{SecondRoad, hessian_scale, second_road};
pub use strictness::{Strictness, strictness};
pub use verification::{Verification, verify};
