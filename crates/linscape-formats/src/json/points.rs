//! What is said of points: classifications, explanations, verifications.
//!
//! What is undecided is written as null or as a word and never left out, so that a reader can tell it from what was
//! not asked.

mod certificate_record;
mod classification_record;
mod explanation;
mod explanation_record;
mod hessian_record;
mod iteration_record;
mod near_record;
mod proof_record;
mod verification_record;
mod weights_proof_record;

pub use certificate_record::write_certificate;
pub(crate) use classification_record::OffsetRecord;
pub use classification_record::{CLASSIFICATION_SCHEMA, ClassifiedWeights};
pub use explanation::{Explanation, Measurement};
pub use proof_record::ProofReport;
pub use verification_record::{PointSelection, VerificationReport};
pub use weights_proof_record::ProvedWeights;

pub(crate) use classification_record::three_valued;
pub(crate) use explanation::Misplaced;
pub(crate) use explanation_record::EscapeRecord;
pub(crate) use hessian_record::{HessianRecord, method_name, pieces};
pub(crate) use iteration_record::IterationRecord;
pub(crate) use near_record::NearRecord;
pub(crate) use near_record::finite;
