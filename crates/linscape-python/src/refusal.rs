//! Errors as Python's exceptions, in the words of the command line.

use linscape::{Limit, StatementError, TaskError};
use pyo3::PyErr;
use pyo3::exceptions::{PyOSError, PyValueError};
use std::fmt::Display;

pyo3::create_exception!(
    linscape,
    LimitError,
    PyValueError,
    "Work that is too large as it was asked for; the message says how to ask for less."
);

/// A `ValueError` with the message of the command line, its options named as arguments.
pub(crate) fn refuse(message: impl Display) -> PyErr {
    PyValueError::new_err(as_arguments(&message.to_string()))
}

/// The same for work that is too large.
pub(crate) fn refuse_limit(limit: &Limit) -> PyErr {
    LimitError::new_err(as_arguments(&limit.to_string()))
}

/// The exception for a task that was not done.
pub(crate) fn refuse_task(error: &TaskError) -> PyErr {
    match error {
        TaskError::Limit(limit) => refuse_limit(limit),
        TaskError::Statement(StatementError::Unreadable { .. }) => {
            PyOSError::new_err(error.to_string())
        }
        other => refuse(other),
    }
}

/// `--dense-limit 5` becomes `dense_limit 5`.
fn as_arguments(message: &str) -> String {
    let mut words = Vec::new();
    for word in message.split(' ') {
        let (open, rest) = match word.strip_prefix('(') {
            Some(rest) => ("(", rest),
            None => ("", word),
        };
        match rest.strip_prefix("--") {
            Some(option) => words.push(format!("{open}{}", option.replace('-', "_"))),
            None => words.push(word.to_owned()),
        }
    }
    words.join(" ")
}
