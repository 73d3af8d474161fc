//! The theorem held against numerics at random points, and proved at rational ones.
//!
//! The settings choose strata: one, those that meet conditions, the first or random ones; what comes back says how
//! many of how many were looked at.

mod exact_classify;
mod prover;
mod verified_points;
mod verifier;

pub use exact_classify::{ProvedFile, classify_exactly};
pub use verifier::Verifier;

pub(crate) use verified_points::{PointsWanted, VerifiedPoints, all_families};
pub(crate) use verifier::ChosenPoints;
