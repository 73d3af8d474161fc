//! Errors as Python's exceptions: what they display names options as arguments.

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

/// A `ValueError` with the message, options named as arguments.
pub(crate) fn refuse(message: impl Display) -> PyErr {
    PyValueError::new_err(message.to_string())
}

/// The same for work that is too large.
pub(crate) fn refuse_limit(limit: &Limit) -> PyErr {
    LimitError::new_err(limit.to_string())
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
