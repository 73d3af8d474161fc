//! Why options state no problem.

use crate::WidthsError;
use linscape_critical::{BiasesError, ExactNumberError, ProblemError, SpectrumError};
use linscape_decay::{DecayError, DecayedProblemError};
use linscape_formats::{CsvError, ProblemFileError, ReadError, TableOptionError, WholeFileError};
use linscape_network::{DatasetError, ReductionError};
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
    /// Biases beside a document that states them.
    #[error("--problem states which layers have biases; leave --biases away")]
    BiasesOfDocument,
    /// Layers that cannot have biases.
    #[error("--biases: {0}")]
    Biases(BiasesError),
    /// An input that is always 1 beside a Σ that was given.
    #[error(
        "--biases: a bias in the first layer alone needs --inputs: it is the weight of an input that is always 1,          of which Σ alone says nothing"
    )]
    BiasOfInputs,
    /// Biases beside weight decay.
    #[error(
        "--biases does not go with --decay: with biases that do not decay and one in the last layer the landscape is          that of --center without biases, d_h coordinates more in the coindex and the other biases in the nullity"
    )]
    BiasesWithDecay,
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
    /// More layers than anything else is made for.
    #[error("{depth} layers are a depth beyond {largest}, the largest that is handled")]
    TooDeep {
        /// Their number.
        depth: usize,
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
    /// A decay that is no number.
    #[error("--decay: {0}")]
    DecayNumber(ExactNumberError),
    /// Numbers that are no decay.
    #[error("--decay: {0}")]
    Decay(DecayError),
    /// Decay of another network.
    #[error("--decay: {0}")]
    DecayedProblem(DecayedProblemError),
    /// No such weights.
    #[error("--decay-on '{text}' is not known; choose auto, data, activations or whitened")]
    DecayOn {
        /// What was given.
        text: String,
    },
    /// Nothing decays.
    #[error("--decay-on goes with --decay")]
    DecayOnWithoutDecay,
    /// A document that states decay says on what.
    #[error("--problem states which weights decay; leave --decay-on away, or state --decay too")]
    DecayOnOfDocument,
    /// Decay is in units of the loss.
    #[error(
        "--problem states weight decay in units of its loss; leave --loss away, or state --decay too"
    )]
    LossOfDecay,
    /// Decay on data without data.
    #[error(
        "--decay-on {on} goes with --inputs; Σ alone has the weights of white inputs (--decay-on whitened)"
    )]
    DecayOnNeedsInputs {
        /// What was given.
        on: String,
    },
    /// Decay on the data's weights without the data.
    #[error(
        "--decay: a problem document holds no data, and decay depends on them; state the problem by --inputs, or \
         choose --decay-on activations"
    )]
    DecayNeedsData,
    /// Decay on the data's own weights in general.
    #[error(
        "--decay: with these data, decay of the data's own weights has no closed form (there is one for \
         autoencoders, for inputs with XXᵀ = c·I and for one input; {}); choose --decay-on activations, a penalty λ_1 Σ_j ‖W_1 x_j‖² on \
         the first layer's activations, which has one for all data, or whiten the inputs",
        if *outputs == 1 { "for one output it is not built yet" } else { "these data have several outputs" }
    )]
    NoClosedForm {
        /// `d_h`.
        outputs: usize,
    },
    /// Decay that would be ignored.
    #[error(
        "--decay is not known here: weight decay is in report, dump, graph, values, represent, spectrum, \
         verify, classify, flow, trace, plot bifurcation and plot barriers (state --decay 0 to leave that of a document away)"
    )]
    DecayNotHere,
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
