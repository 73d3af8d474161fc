//! One mode: its equation, its thresholds and its roots.

mod curve;
mod equation;
mod phase;
mod root;

pub use equation::Mode;
pub use phase::{Phase, Threshold};
pub use root::{Root, Roots};

pub(crate) use curve::Curve;
pub(crate) use phase::Verdict;
