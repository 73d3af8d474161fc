//! The critical points of a loss with weight decay, as a trajectory sees them: families named by words, or a list of
//! points.

mod points;
mod words;

pub(super) use points::OwnFamilies;
pub(super) use words::DecayedFamilies;

/// A gradient that weights have which are within this, relative, of a minimum in its slowest direction.
const AT_REST: f64 = 1e-8;
