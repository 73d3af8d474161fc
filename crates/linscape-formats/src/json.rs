//! The JSON documents, one record an object.
//!
//! A record is filled from a result and never computes. Fields and their order are those of `docs/formats.md`;
//! tables have one row a line.

mod dynamics_record;
mod json_document;
mod json_fault;
mod landscape_record;
mod learning_record;
mod orbit_record;
pub(crate) mod points;
pub(crate) mod problem;
pub(crate) mod spectra;
mod strata_record;
pub(crate) mod trajectory;
mod values_record;

pub use landscape_record::{LANDSCAPE_SCHEMA, write_landscape};
pub use learning_record::LearningReport;
pub use points::{
    CLASSIFICATION_SCHEMA, ClassifiedWeights, Explanation, Measurement, PointSelection,
    ProofReport, ProvedWeights, VerificationReport, write_certificate,
};
pub use problem::{
    DroppedRecord, KeptProblem, ProblemFileError, ProblemRecord, SourceRecord, StoredProblem,
    parse_problem, parse_problem_archive, write_problem_archive,
};
pub use spectra::{FamilySpectrum, SpectrumOfWeights, write_eigenvectors};
pub use strata_record::{StrataOf, StratumRecord};
pub use trajectory::{
    SeenCheckpoint, StoredPoint, StoredTrajectory, StoredVisit, TRACE_SCHEMA, TRAJECTORY_SCHEMA,
    TrajectoryDocument, TrajectoryFileError, TrajectoryOrigin, VisitOrder, WrittenTrajectory,
    nearest_time, parse_decayed_trajectory, parse_trajectory, parse_trajectory_among_points,
};
pub use values_record::{BelowLoss, ListedFamily, ValueListing, ValueOrder, ValueRow, ValueRows};

pub(crate) use dynamics_record::DynamicsRecord;
pub(crate) use json_document::{Generator, JsonDocument};
pub use json_fault::json_fault;
pub(crate) use landscape_record::{ConnectionRecord, FamilyRecord, FiberRecord};
pub(crate) use learning_record::CoefficientRecord;
pub(crate) use orbit_record::OrbitRecord;
