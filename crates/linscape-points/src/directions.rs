//! The theorem's ways down, as changes of given weights.
//!
//! A path of links becomes a matrix a layer with an amplitude each, and every direction is tried: it is given with
//! the losses that were found along it.

mod amplitudes;
mod descent_directions;
mod escape_plane;
mod escaping_monomial;
mod plane_loss;
mod with_offset;

pub use descent_directions::DescentDirection;
pub use escape_plane::{EscapeAxes, EscapePlane, EscapePlaneError};
pub use plane_loss::PlaneLoss;

pub(crate) use escaping_monomial::EscapingMonomial;
pub(crate) use with_offset::offset_along;
