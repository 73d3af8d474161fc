//! One mode: its equation, its thresholds and its roots.
//!
//! All of weight decay is one scalar equation a mode. It is solved in a variable in which the fold is not
//! ill-conditioned, and thresholds are decided exactly for rational input.

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
