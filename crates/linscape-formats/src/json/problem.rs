//! The `problem` object, written and read again.
//!
//! What is written states the same problem again: exactly where it was exact, with its data in an archive where the
//! data matter.

mod archive;
mod file;
mod file_error;
mod record;
mod source;

pub use archive::{KeptProblem, parse_problem_archive, write_problem_archive};
pub use file::{StoredProblem, parse_problem};
pub use file_error::ProblemFileError;
pub use record::ProblemRecord;
pub use source::{DroppedRecord, SourceRecord};

pub(crate) use record::{OriginRecord, ThresholdRecord, ToleranceRecord};
