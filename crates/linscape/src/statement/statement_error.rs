//! Why options state no problem.

use crate::WidthsError;
use linscape_critical::{ExactNumberError, ProblemError, SpectrumError};
use linscape_formats::{CsvError, ProblemFileError, ReadError, TableOptionError};
use linscape_network::{DatasetError, ReductionError};
use std::io;
use thiserror::Error;

/// The sources, of which there must be one.
pub(crate) const SOURCES: &str = "--sigma, --target, --inputs or --problem";

/// Why options state no problem; each message is one line that names the option or file.
#[derive(Debug, Error)]
pub enum StatementError {
    /// Two sources.
    #[error("{first} and {second} both state a problem; give exactly one of {SOURCES}")]
    TwoSources {
        /// One of them.
        first: &'static str,
        /// Another.
        second: &'static str,
    },
    /// No source.
    #[error("no problem is given: use one of {SOURCES}")]
    NoSource,
    /// An option of data without data.
    #[error("{option} goes with --inputs FILE")]
    NeedsInputs {
        /// The option.
        option: &'static str,
    },
    /// Inputs without outputs.
    #[error("--inputs needs one of --targets FILE, --labels FILE or --autoencode")]
    NoOutputs,
    /// Outputs twice.
    #[error("give {first} or {second}, not both")]
    TwoOutputs {
        /// One of them.
        first: &'static str,
        /// Another.
        second: &'static str,
    },
    /// A tolerance that is no number.
    #[error("--tolerance '{text}' is not a number")]
    ToleranceNotANumber {
        /// What was given.
        text: String,
    },
    /// A tolerance out of range.
    #[error("--tolerance {text} is not in [0, 1)")]
    ToleranceOutOfRange {
        /// What was given.
        text: String,
    },
    /// Widths beside a document that states them.
    #[error("--problem states the widths; leave --widths and --hidden away")]
    WidthsOfDocument,
    /// Inputs and outputs of different length.
    #[error("{file} has {found} {what} but {inputs} has {samples} rows; one row is one sample")]
    Samples {
        /// The outputs.
        file: String,
        /// `labels` or `rows`.
        what: &'static str,
        /// How many.
        found: usize,
        /// The inputs.
        inputs: String,
        /// How many.
        samples: usize,
    },
    /// An empty list of singular values, which a shell makes of a variable that is not set.
    #[error("--sigma is empty; write --sigma 0 for Σ = 0")]
    EmptySigma,
    /// An option of tables without a table.
    #[error("{option} goes with --inputs FILE or --target FILE")]
    NeedsTable {
        /// The option.
        option: &'static str,
    },
    /// An option of tables that says nothing.
    #[error(transparent)]
    TableOption(#[from] TableOptionError),
    /// Neither rows nor columns.
    #[error("--samples-in '{text}' is none of rows, columns")]
    SamplesIn {
        /// What was given.
        text: String,
    },
    /// Columns that an array has not.
    #[error("{name}: {fault}")]
    Columns {
        /// The argument.
        name: &'static str,
        /// What is wrong.
        fault: CsvError,
    },
    /// A width beyond all use.
    #[error("width d_{layer} is {width}, and at most {largest} is handled")]
    TooWide {
        /// 0-based layer.
        layer: usize,
        /// Its width.
        width: usize,
        /// The largest that is handled.
        largest: usize,
    },
    /// A singular value that is no number.
    #[error("--sigma: {0}")]
    ExactNumber(ExactNumberError),
    /// Numbers that are no singular values.
    #[error("--sigma: {0}")]
    Spectrum(SpectrumError),
    /// A loss that is none, or that needs samples.
    #[error("--loss: {0}")]
    Loss(ProblemError),
    /// A document that cannot be read.
    #[error("{file}: cannot be read: {fault}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        fault: io::Error,
    },
    /// A document that states no problem.
    #[error("{file}: {fault}")]
    Document {
        /// The file.
        file: String,
        /// What is wrong.
        fault: ProblemFileError,
    },
    /// Data and widths that do not go together.
    #[error("{file}: {fault}")]
    Reduction {
        /// The file of the inputs or of the target.
        file: String,
        /// What is wrong.
        fault: ReductionError,
    },
    /// A file of numbers or labels.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Widths.
    #[error(transparent)]
    Widths(#[from] WidthsError),
    /// Widths and singular values.
    #[error(transparent)]
    Problem(#[from] ProblemError),
    /// Inputs and outputs.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
}
