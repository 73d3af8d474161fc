//! The theorem held against numerics at random points, and proved at rational ones.

mod exact_classify;
mod prover;
mod verified_points;
mod verifier;

pub use exact_classify::{ProvedFile, classify_exactly};
pub use verifier::Verifier;

pub(crate) use verified_points::{PointsWanted, VerifiedPoints, all_families};
pub(crate) use verifier::ChosenPoints;
