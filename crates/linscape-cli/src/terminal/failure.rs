//! How a run can fail, and with which exit code.

use super::speech::say;
use anyhow::Error;
use linscape::{
    BiasDecayOptionError, BiasOptionError, DecayOptionError, DrawingLimit, FlowOptionError, Limit,
    MatrixLimit, StatementError, SubsetTextError, TaskError, TrajectoryError, ValuesLimit,
    WidthsError,
};
use linscape_critical::TooLarge;
use linscape_formats::{
    CsvError, ExactWeightsError, LabelError, OutputError, ReadError, ReadFault, ReadWeightsError,
    TableOptionError, Voice, WeightsFault, WholeFileError, Worded,
};
use linscape_pictures::RenderError;
use std::error::Error as StdError;
use std::io::{self, ErrorKind};

/// Exit codes of the contract; see `docs/formats.md`, "Exit codes".
#[derive(Debug)]
pub(crate) enum Failure {
    /// Theorem and numerics disagree (1). What was found is in the output already.
    Disagreement(String),
    /// Bad input or options (2); nothing was written.
    Input(Error),
    /// A limit was reached (3); nothing was written.
    Limit(String),
    /// Interrupted (130); what was computed is written and marked.
    Interrupted,
    /// Interrupted (130) before there was anything to write.
    InterruptedEarly,
}

impl Failure {
    /// One line on standard error, and the exit code.
    pub(crate) fn report(&self) -> u8 {
        let (code, message) = match self {
            Self::Disagreement(message) => (1, message.clone()),
            Self::Input(error) => (2, with_causes(error)),
            Self::Limit(message) => (3, message.clone()),
            Self::Interrupted => (130, "interrupted; the output is incomplete".to_owned()),
            Self::InterruptedEarly => (130, "interrupted; nothing was written".to_owned()),
        };
        say(&format!("linscape: {message}"));
        code
    }
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        let error = error.into();
        if error.downcast_ref().is_some_and(TaskError::is_interruption)
            || matches!(error.downcast_ref(), Some(StatementError::Interrupted))
        {
            Self::InterruptedEarly
        } else if is_limit(&error) {
            Self::Limit(with_causes(&error))
        } else {
            Self::Input(error)
        }
    }
}

/// The message and its causes, each once: many messages quote their cause.
fn with_causes(error: &Error) -> String {
    error.chain().fold(String::new(), |message, cause| match in_terminal_words(cause) {
        cause if message.contains(&cause) => message,
        cause if message.is_empty() => cause,
        cause => format!("{message}: {cause}"),
    })
}

/// The message in the words of the command line: options with their dashes. A cause that is not among these kinds would
/// be said twice, in two spellings; `tests/house` looks that none is left out.
fn in_terminal_words(cause: &(dyn StdError + 'static)) -> String {
    /// The message of an error of one kind.
    fn of<E: Worded + StdError + 'static>(cause: &(dyn StdError + 'static)) -> Option<String> {
        cause.downcast_ref::<E>().map(|fault| fault.in_words(Voice::Terminal).to_string())
    }
    let kinds = [
        of::<TaskError>,
        of::<StatementError>,
        of::<Limit>,
        of::<MatrixLimit>,
        of::<DrawingLimit>,
        of::<ValuesLimit>,
        of::<FlowOptionError>,
        of::<TrajectoryError>,
        of::<SubsetTextError>,
        of::<DecayOptionError>,
        of::<BiasDecayOptionError>,
        of::<BiasOptionError>,
        of::<WidthsError>,
        of::<TableOptionError>,
        of::<ReadError>,
        of::<ReadFault>,
        of::<LabelError>,
        of::<CsvError>,
        of::<ReadWeightsError>,
        of::<WeightsFault>,
        of::<ExactWeightsError>,
    ];
    kinds.iter().find_map(|of| of(cause)).unwrap_or_else(|| cause.to_string())
}

/// A limit was reached, in whatever was asked.
fn is_limit(error: &Error) -> bool {
    error.is::<Limit>()
        || error.is::<TooLarge>()
        || error.downcast_ref::<TaskError>().is_some_and(TaskError::is_limit)
        || error.downcast_ref::<StatementError>().is_some_and(StatementError::is_limit)
        || error.downcast_ref::<ReadWeightsError>().is_some_and(ReadWeightsError::is_too_large)
        || matches!(error.downcast_ref(), Some(WholeFileError::TooLarge(_)))
        || matches!(error.downcast_ref(), Some(OutputError::TooLong { .. }))
        || matches!(error.downcast_ref(), Some(RenderError::TooLarge { .. }))
        || error.downcast_ref::<io::Error>().map(io::Error::kind) == Some(ErrorKind::FileTooLarge)
}
