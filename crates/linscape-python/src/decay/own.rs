//! What can be asked where the data's own weights decay and no closed form names the points by words.

use crate::arrays::Matrices;
use crate::arrays::array;
use crate::landscape::text;
use crate::refusal::refuse_task;
use crate::watched::watched;
use linscape::{
    StatedOwn, TaskError, classify_with_own_decay, list_own, own_report, represent_own,
};
use linscape_formats::{OwnWeightsReport, ReadWeights};
use pyo3::prelude::*;

/// The points (`linscape.points/1`).
pub(crate) fn points(
    py: Python<'_>,
    stated: &StatedOwn,
    limit: Option<usize>,
    progress: Option<&Py<PyAny>>,
) -> PyResult<String> {
    let listed = watched(py, progress, |watch| list_own(stated, limit, watch))?;
    let landscape = listed.map_err(|error| refuse_task(&error))?;
    text(py, |out| own_report(stated, &landscape).write_json(out))
}

/// Random weights of a listed point.
pub(crate) fn represent<'py>(
    py: Python<'py>,
    stated: &StatedOwn,
    key: &str,
    seed: u64,
) -> PyResult<Matrices<'py>> {
    let weights = watched(py, None, |watch| represent_own(stated, key, seed, watch))?;
    let weights = weights.map_err(|error| refuse_task(&error))?;
    weights.matrices().iter().map(|matrix| array(py, matrix.clone())).collect()
}

/// Which listed point weights are (`linscape.classification/1`).
pub(crate) fn classify(
    py: Python<'_>,
    stated: &StatedOwn,
    file: &str,
    read: &ReadWeights,
) -> PyResult<String> {
    let found = watched(py, None, |watch| {
        let landscape = list_own(stated, None, watch)?;
        let found = classify_with_own_decay(stated, &landscape, file, read)?;
        let report =
            OwnWeightsReport { file, layers: &read.names, landscape: &landscape, found: &found };
        report.to_json().map_err(|fault| TaskError::Unwritten(fault.into()))
    })?;
    found.map_err(|error| refuse_task(&error))
}
