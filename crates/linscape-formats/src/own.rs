//! Decay on the data's own weights where no closed form names the points by words: report, document,
//! classification, trajectories and verification.

mod classification;
mod report;
mod trajectory;
mod verification;
mod words;

pub use classification::OwnWeightsReport;
pub use report::OwnReport;
pub use trajectory::OwnTrajectory;
pub use verification::OwnVerificationReport;
pub use words::completeness_name;

pub(crate) use words::case_name;
