//! Why options state no problem.

use crate::{BiasOptionError, DecayOptionError, WidthsError};
use linscape_critical::{ExactNumberError, LossConvention, ProblemError, SpectrumError};
use linscape_formats::{
    CsvError, OptionName, ProblemFileError, ReadError, TableOptionError, Voice, WholeFileError,
    Worded,
};
use linscape_network::{DatasetError, MomentsError, ReductionError, RowFactorError};
use thiserror::Error;

/// Why options state no problem; each message is one line that names the option or file.
#[derive(Debug, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub enum StatementError {
    /// Two sources.
    TwoSources {
        /// One of them.
        first: OptionName,
        /// Another.
        second: OptionName,
    },
    /// No source.
    NoSource,
    /// An option of data without data.
    NeedsInputs {
        /// The option.
        option: OptionName,
    },
    /// Inputs without outputs.
    NoOutputs,
    /// Outputs twice.
    TwoOutputs {
        /// One of them.
        first: OptionName,
        /// Another.
        second: OptionName,
    },
    /// A tolerance that is no number.
    ToleranceNotANumber {
        /// What was given.
        text: String,
    },
    /// A tolerance out of range.
    ToleranceOutOfRange {
        /// What was given.
        text: String,
    },
    /// Widths beside a document that states them.
    WidthsOfDocument,
    /// Inputs and outputs of different length.
    Samples {
        /// The outputs.
        file: String,
        /// `labels`, `rows` or `columns`.
        what: &'static str,
        /// How many.
        found: usize,
        /// The inputs.
        inputs: String,
        /// How many.
        samples: usize,
        /// What holds a sample of the inputs, `row` or `column`.
        each: &'static str,
        /// Whether there would be as many the other way round.
        fit_across: bool,
    },
    /// An empty list of singular values, which a shell makes of a variable that is not set.
    EmptySigma,
    /// An option of tables without a table.
    NeedsTable {
        /// The option.
        option: OptionName,
    },
    /// An option of tables of text without one.
    NeedsText {
        /// The option.
        option: OptionName,
    },
    /// An option of tables that says nothing.
    #[error(transparent)]
    TableOption(#[from] TableOptionError),
    /// Neither rows nor columns.
    SamplesIn {
        /// What was given.
        text: String,
    },
    /// Columns that an array has not.
    Columns {
        /// The argument.
        name: &'static str,
        /// What is wrong.
        fault: CsvError,
    },
    /// Weights of other samples.
    WeightsShape {
        /// The file.
        file: String,
        /// The option.
        option: OptionName,
        /// Rows.
        rows: usize,
        /// Columns.
        columns: usize,
        /// Rows of the inputs.
        samples: usize,
    },
    /// Weights that are none.
    #[error("{file}: {fault}")]
    Weights {
        /// The file.
        file: String,
        /// What is wrong.
        fault: DatasetError,
    },
    /// Moments of the inputs alone.
    NoCrossMoment,
    /// An option of moments without moments.
    NeedsMoments {
        /// The option.
        option: OptionName,
    },
    /// Moments know no means.
    CenterOfMoments,
    /// Columns of moments are rows too.
    ColumnsOfMoments {
        /// The option.
        option: OptionName,
    },
    /// A number of samples that is none.
    MomentSamples {
        /// What was given.
        text: String,
    },
    /// An average over samples of which the number is not known.
    AverageOfMoments {
        /// The loss.
        convention: LossConvention,
    },
    /// Matrices that are no moments.
    #[error("{file}: {fault}")]
    Moments {
        /// The file of the input moment.
        file: String,
        /// What is wrong.
        fault: MomentsError,
    },
    /// Blocks that do not go together.
    #[error("{file}: {fault}")]
    Blocks {
        /// The file.
        file: String,
        /// What is wrong.
        fault: RowFactorError,
    },
    /// Reading was interrupted.
    #[error("interrupted while data were read")]
    Interrupted,
    /// A threshold for numbers that are compared exactly.
    ToleranceOfExact,
    /// Bases that were cut with another tolerance.
    ToleranceOfArchive,
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
    /// More layers than anything else is made for.
    #[error("{depth} layers are a depth beyond {largest}, the largest that is handled")]
    TooDeep {
        /// Their number.
        depth: usize,
        /// The largest that is handled.
        largest: usize,
    },
    /// A singular value that is no number.
    ExactNumber(ExactNumberError),
    /// Numbers that are no singular values.
    Spectrum(SpectrumError),
    /// Singular values that the widths have no room for.
    SigmaOfWidths(ProblemError),
    /// A loss that is none, or that needs samples.
    Loss(ProblemError),
    /// A document that cannot be read.
    #[error("{file}: {fault}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        fault: WholeFileError,
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
    /// Biases.
    #[error(transparent)]
    Biases(#[from] BiasOptionError),
    /// Weight decay.
    #[error(transparent)]
    Decay(#[from] DecayOptionError),
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

impl StatementError {
    /// Whether what was stated is a problem, but more than there is room for.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        match self {
            Self::Read(fault) => fault.is_too_large(),
            Self::Unreadable { fault, .. } => matches!(fault, WholeFileError::TooLarge(_)),
            _ => false,
        }
    }
}
