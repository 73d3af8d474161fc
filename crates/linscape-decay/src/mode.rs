//! One mode: its equation, its thresholds and its roots.

mod curve;
mod equation;
mod near_fold;
mod phase;
mod root;
mod self_consistent;

pub use equation::Mode;
pub use phase::{Phase, Threshold};
pub use root::{Root, Roots};
pub use self_consistent::{SelfConsistent, SelfConsistentRoots};

pub(crate) use curve::Curve;
pub(crate) use phase::Verdict;
