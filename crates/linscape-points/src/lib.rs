//! Where both roads meet: what given weights are by the theorem and by their Hessian.
//!
//! `linscape-strata` knows no matrix and `linscape-curvature` no stratum; this crate takes weights from the
//! one to the other: random points of strata, classification, refinement, verification, directions of descent.

mod classify;
mod decay;
mod diagnosis;
mod directions;
mod measured;
mod own;
mod proof;
mod random;
mod refine;
mod second_road;
mod verify;

pub use classify::{Classification, Nearby, Open};
pub use decay::{
    Criticality, DecayedClassification, DecayedHessian, DecayedPointError, DecayedRoad, FamilyEnds,
    NearMode, NearWord, classify_decayed, decayed_at, decayed_coordinates, decayed_directions,
    decayed_road, layer_lengths, nearest_word, random_decayed_point, with_best_biases,
};
pub use diagnosis::{Diagnosis, DiagnosisError, DiagnosisOptions, DirectionInData, OffsetCheck};
pub use directions::{DescentDirection, EscapeAxes, EscapePlane, EscapePlaneError, PlaneLoss};
pub use measured::{MeasureError, MeasuredRanks, OpenRank, StoredFirst, WeightErrors};
pub use own::{
    Certificate, Completeness, OwnCase, OwnClassification, OwnLandscape, OwnLandscapeError,
    OwnPoint, OwnProblem, OwnRoad, RankSum, Status, classify_own, own_at, own_directions,
    own_landscape, own_road, own_sharpness, random_own_point,
};
pub use proof::{
    EscapeProof, NotRational, Place, PointProof, PointProofError, PointProved, ProofTally,
    WeightsProof, WeightsProofError, prove_points,
};
pub use random::{RandomPointError, random_point};
pub use refine::Refinement;
pub use second_road::{CountEnd, EndSigns, HessianCheck, HessianMethod, HessianSigns};
pub use verify::{
    CheckedPoint, LearningCheck, NumericalEscape, PointCheck, SecondRoad, Strictness, Verification,
    VerifyError, VerifyOptions, check_points, hessian_scale, second_road, strictness, verify,
};
