//! What can be asked where the data's own weights decay and no closed form names the points by words.

use crate::arrays::{NamedArrays, array, named_arrays};
use crate::landscape::text;
use crate::refusal::refuse_task;
use crate::watched::watched;
use linscape::{
    StatedOwn, TaskError, classify_with_own_decay, list_own, list_whole_own, own_report,
    represent_own, spectrum_of_own_weights,
};
use linscape_formats::{OwnWeightsReport, ReadWeights};
use numpy::PyArray2;
use pyo3::prelude::*;
use std::sync::Arc;

/// The points (`linscape.points/1`).
pub(crate) fn points(
    py: Python<'_>,
    stated: &Arc<StatedOwn>,
    limit: Option<usize>,
    progress: Option<&Py<PyAny>>,
) -> PyResult<String> {
    let theirs = stated.clone();
    let listed = watched(py, progress, move |watch| list_own(&theirs, limit, watch))?;
    let landscape = listed.map_err(|error| refuse_task(&error))?;
    text(py, |out| own_report(stated, &landscape).write_json(out))
}

/// Random weights of a listed point.
pub(crate) fn represent<'py>(
    py: Python<'py>,
    stated: &Arc<StatedOwn>,
    key: &str,
    seed: u64,
) -> PyResult<NamedArrays<'py>> {
    let (stated, key) = (stated.clone(), key.to_owned());
    let weights = watched(py, None, move |watch| represent_own(&stated, &key, seed, watch))?;
    let weights = weights.map_err(|error| refuse_task(&error))?;
    named_arrays(py, weights.matrices(), weights.biases())
}

/// The Hessian's eigenvalues at weights (`linscape.spectrum/1`), and the eigenvectors as columns.
pub(crate) fn spectrum_of_weights<'py>(
    py: Python<'py>,
    stated: &Arc<StatedOwn>,
    file: String,
    read: ReadWeights,
) -> PyResult<(String, Bound<'py, PyArray2<f64>>)> {
    let theirs = stated.clone();
    let found = watched(py, None, move |watch| {
        let landscape = list_whole_own(&theirs, watch)?;
        let point = spectrum_of_own_weights(&theirs, &landscape, file, &read)?;
        Ok((point, landscape))
    })?;
    let (point, landscape) = found.map_err(|error: TaskError| refuse_task(&error))?;
    let document = text(py, |out| point.record_among(stated, &landscape).write_json(out))?;
    Ok((document, array(py, point.spectrum.pairs.vectors)?))
}

/// Which listed point weights are (`linscape.classification/1`).
pub(crate) fn classify(
    py: Python<'_>,
    stated: &Arc<StatedOwn>,
    file: String,
    read: ReadWeights,
) -> PyResult<String> {
    let stated = stated.clone();
    let found = watched(py, None, move |watch| {
        let landscape = list_own(&stated, None, watch)?;
        let found = classify_with_own_decay(&stated, &landscape, &file, &read)?;
        let (file, layers) = (&*file, &*read.names);
        let report = OwnWeightsReport { file, layers, landscape: &landscape, found: &found };
        report.to_json().map_err(|fault| TaskError::Unwritten(fault.into()))
    })?;
    found.map_err(|error| refuse_task(&error))
}
