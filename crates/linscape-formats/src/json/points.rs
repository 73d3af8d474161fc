//! What is said of points: classifications, explanations, verifications.

mod classification_record;
mod explanation;
mod explanation_record;
mod hessian_record;
mod iteration_record;
mod verification_record;

pub use classification_record::{CLASSIFICATION_SCHEMA, ClassifiedWeights};
pub use explanation::{Explanation, Measurement};
pub use verification_record::{PointSelection, VerificationReport};

pub(crate) use explanation::Misplaced;
pub(crate) use explanation_record::EscapeRecord;
pub(crate) use hessian_record::HessianRecord;
pub(crate) use iteration_record::IterationRecord;
