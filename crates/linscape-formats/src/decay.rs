//! Landscapes with weight decay, in every format: the same documents and tables as without, with other
//! words for families.

mod classification;
mod graph;
mod header;
mod landscape_record;
mod problem_record;
mod report;
mod report_tables;
mod spectrum;
mod stored_decay;
mod stored_own_decay;
mod trajectory;
mod verification;
mod words;

pub use classification::DecayedWeightsReport;
pub use landscape_record::write_decayed_landscape;
pub use problem_record::DecayRecord;
pub use report::write_decayed_report;
pub use spectrum::DecayedSpectrum;
pub use stored_own_decay::StoredOwnDecay;
pub use trajectory::DecayedTrajectory;
pub use verification::DecayedVerificationReport;
pub use words::word_text;

pub(crate) use classification::{DecayedHessianRecord, MarginsRecord, undecided_text};
pub(crate) use header::write_decayed_problem;
pub(crate) use stored_decay::{ReadDecay, StoredDecay};
