//! Where both roads meet: what given weights are by the theorem and by their Hessian.
//!
//! `linscape-strata` knows no matrix and `linscape-curvature` no stratum; this crate takes weights from the
//! one to the other: random points of strata, classification, refinement, verification, directions of descent.

mod classify;
mod diagnosis;
mod directions;
mod measured;
mod proof;
mod random;
mod refine;
mod second_road;
mod verify;

pub use classify::{Classification, Open};
pub use diagnosis::{Diagnosis, DiagnosisError, DiagnosisOptions, DirectionInData};
pub use directions::DescentDirection;
pub use measured::{MeasureError, MeasuredRanks, OpenRank, StoredFirst, WeightErrors};
pub use proof::{EscapeProof, NotRational, PointProof, PointProofError, PointProved, prove_points};
pub use random::{RandomPointError, random_point};
pub use refine::Refinement;
pub use second_road::{CountEnd, EndSigns, HessianCheck, HessianMethod, HessianSigns};
pub use verify::{
    CheckedPoint, NumericalEscape, PointCheck, SecondRoad, Strictness, Verification, VerifyError,
    VerifyOptions, check_points, hessian_scale, second_road, strictness, verify,
};
