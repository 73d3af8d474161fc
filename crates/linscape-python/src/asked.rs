//! Values in order, why a point is what it is, and numerics against a listed landscape.

#![expect(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    reason = "arguments of Python are converted and passed on"
)]

use crate::landscape::{NativeLandscape, document};
use crate::problem::NativeProblem;
use crate::refusal::{refuse, refuse_limit, refuse_task};
use crate::watched::watched;
use linscape::{
    ConnectionsWanted, FailedConnection, Limit, LossLimit, Stated, StatedFamily, TaskError,
    ValuesWanted, check_landscape, values_with_decay,
};
use linscape_formats::ReportStyle;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use std::num::NonZeroUsize;

/// Critical values in order (`linscape.values/1`): so many of the lowest or highest, or all.
#[pyfunction]
pub(crate) fn values(
    py: Python<'_>,
    problem: PyRef<'_, NativeProblem>,
    lowest: Option<NonZeroUsize>,
    highest: Option<NonZeroUsize>,
    below: Option<&str>,
    count_below: Option<&str>,
    subsets: bool,
    progress: Option<Py<PyAny>>,
) -> PyResult<String> {
    let limit = |name: &str, text: &str| {
        text.parse::<LossLimit>().map_err(|error| refuse(format!("{name}: {error}")))
    };
    let wanted = match (lowest, highest, below, count_below) {
        (Some(length), ..) => ValuesWanted::Lowest(length.get()),
        (_, Some(length), ..) => ValuesWanted::Highest(length.get()),
        (_, _, Some(loss), _) => ValuesWanted::Below(limit("below", loss)?),
        (.., Some(loss)) => ValuesWanted::CountBelow(limit("count_below", loss)?),
        _ => ValuesWanted::All,
    };
    let stated = problem.stated.clone();
    if matches!(stated, Stated::Own(_)) {
        problem.plain()?;
    }
    let found = watched(py, progress.as_ref(), move |watch| {
        let found = match &stated {
            Stated::Plain(stated) => linscape::values(stated, &wanted, subsets, watch)?,
            Stated::Decayed(stated) => Some(values_with_decay(stated, &wanted, subsets, watch)?),
            Stated::Own(_) => None,
        };
        Ok(found.map(|found| document(|out| found.listing().write_json(out))))
    })?;
    let found = found.map_err(|limit: Limit| refuse_limit(&limit))?;
    // The work is stopped only where `watched` raises.
    found.ok_or_else(|| PyRuntimeError::new_err("the work was stopped"))
}

/// Why a critical point is what it is: the document (`linscape.explanation/1`), and the text of the command line.
#[pyfunction]
pub(crate) fn explain(
    py: Python<'_>,
    problem: PyRef<'_, NativeProblem>,
    subset: &str,
    stratum: Option<&str>,
    seed: u64,
) -> PyResult<(String, String)> {
    let stated = problem.plain()?.clone();
    let (subset, stratum) = (subset.to_owned(), stratum.map(str::to_owned));
    watched(py, None, move |_| -> Result<(String, String), TaskError> {
        let family = StatedFamily::new((*stated).clone(), &subset)?;
        let found = linscape::explain(&family, stratum.as_deref(), seed)?;
        let text = document(|out| found.write_text(out, ReportStyle::default()));
        Ok((document(|out| found.write_json(out)), text))
    })?
    .map_err(|error| refuse_task(&error))
}

/// How many balanced points agree with the dense Hessian, are undecided and disagree; the smallest
/// margin, and the first disagreement in words.
type Checked = (usize, usize, usize, f64, Option<String>);

/// Theorem against the dense Hessian at every listed balanced point.
#[pyfunction]
pub(crate) fn check(
    py: Python<'_>,
    problem: PyRef<'_, NativeProblem>,
    landscape: PyRef<'_, NativeLandscape>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Checked> {
    let (stated, listed) = (problem.plain()?.clone(), landscape.listed_without_decay()?.clone());
    watched(py, progress.as_ref(), move |watch| {
        let found = check_landscape(&stated, &listed, watch)?;
        let [agree, undecided, disagree] =
            [Some(true), None, Some(false)].map(|verdict| found.count(verdict));
        Ok((agree, undecided, disagree, found.smallest_margin(), found.disagreement()))
    })?
    .map_err(|error: TaskError| refuse_task(&error))
}

/// How many connections are verified, failed and too long to be tried; the largest residual of the
/// first, and for each of the second where it starts, where it should end, and what happened.
type Followed = (usize, usize, usize, f64, Vec<(String, String, String)>);

/// Gradient flow along the connections of a landscape.
#[pyfunction]
pub(crate) fn connections(
    py: Python<'_>,
    landscape: PyRef<'_, NativeLandscape>,
    all: bool,
    epsilon: f64,
    seed: u64,
    progress: Option<Py<PyAny>>,
) -> PyResult<Followed> {
    let listed = landscape.listed();
    let wanted = ConnectionsWanted { all, epsilon, seed };
    watched(py, progress.as_ref(), move |watch| {
        let found = listed.verified(wanted, watch)?;
        let [verified, failed, untried] =
            [Some(true), Some(false), None].map(|verdict| found.count(verdict));
        let residual = found.largest_residual();
        let failures = found.failures.into_iter();
        let failures = failures.map(|FailedConnection { from, to, reason }| (from, to, reason));
        Ok((verified, failed, untried, residual, failures.collect()))
    })?
    .map_err(|error: TaskError| refuse_task(&error))
}
