//! The `problem` object, written and read again.

mod archive;
mod file;
mod record;
mod source;

pub use archive::{KeptProblem, parse_problem_archive, write_problem_archive};
pub use file::{ProblemFileError, StoredProblem, parse_problem};
pub use record::ProblemRecord;
pub use source::{DroppedRecord, SourceRecord};

pub(crate) use record::{OriginRecord, ThresholdRecord, ToleranceRecord};
