//! The theorem's ways down, as changes of given weights.

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
