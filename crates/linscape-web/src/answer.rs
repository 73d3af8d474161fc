//! An answer: what the binary would have written and said.

use linscape::formats::{ReadWeightsError, Voice, Worded};
use linscape::{Limit, Note, StatementError, TaskError};
use linscape_formats::{TrajectoryFileError, UnknownGraphFormat, WholeFileError};
use std::error::Error;
use std::io;

/// What the binary would have written and said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// The exit code: 0 done, 1 theorem and numerics disagree, 2 bad input, 3 a limit, 130 interrupted.
    pub code: u8,
    /// Standard output; nothing where the question was refused.
    pub document: Vec<u8>,
    /// Why the code is not 0, in the words of the command line; nothing where it is.
    pub message: String,
    /// What readers took for something else than data, one line each.
    pub notes: Vec<String>,
}

impl Answer {
    /// Nothing but a message.
    pub(crate) fn refused(code: u8, message: String) -> Self {
        Self { code, message, ..Self::default() }
    }

    /// A document as it is written.
    pub(crate) fn written(
        write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
    ) -> Result<Self, Refusal> {
        let mut document = Vec::new();
        write(&mut document)?;
        Ok(Self { document, ..Self::default() })
    }

    /// The same, interrupted if it was.
    pub(crate) fn incomplete_if(self, is_interrupted: bool) -> Self {
        if is_interrupted { self.but(130, "interrupted; the output is incomplete") } else { self }
    }

    /// The same with another code and what it means.
    pub(crate) fn but(self, code: u8, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), ..self }
    }

    /// The same with what readers noticed.
    pub(crate) fn with_notes(mut self, notes: &[Note]) -> Self {
        self.notes.extend(notes.iter().map(|note| note.in_words(Voice::Terminal).to_string()));
        self
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) struct Refusal {
    code: u8,
    message: String,
}

impl Refusal {
    /// Bad input.
    pub(crate) fn of_input(message: impl Into<String>) -> Self {
        Self { code: 2, message: message.into() }
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self::refused(refusal.code, refusal.message)
    }
}

impl From<TaskError> for Refusal {
    fn from(error: TaskError) -> Self {
        let code = match &error {
            fault if fault.is_interruption() => 130,
            fault if fault.is_limit() => 3,
            _ => 2,
        };
        let message = error.in_words(Voice::Terminal).to_string();
        Self { code, message: with_causes(message, &error) }
    }
}

/// What a task may fail by.
macro_rules! tasks {
    ($($fault:ident),*) => {$(
        impl From<$fault> for Refusal {
            fn from(fault: $fault) -> Self {
                TaskError::from(fault).into()
            }
        }
    )*};
}

tasks!(StatementError, Limit, ReadWeightsError);

/// What only bad input fails by.
macro_rules! inputs {
    ($($fault:ident),*) => {$(
        impl From<$fault> for Refusal {
            fn from(fault: $fault) -> Self {
                Self::of_input(with_causes(fault.to_string(), &fault))
            }
        }
    )*};
}

inputs!(TrajectoryFileError, UnknownGraphFormat, WholeFileError);

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::of_input(error.to_string())
    }
}

/// The message and its causes, each once: many messages quote their cause.
fn with_causes(message: String, error: &dyn Error) -> String {
    let causes = std::iter::successors(error.source(), |cause: &&dyn Error| (*cause).source());
    causes.map(ToString::to_string).fold(message, |message, cause| {
        if message.contains(&cause) { message } else { format!("{message}: {cause}") }
    })
}
