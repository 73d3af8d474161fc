//! What can be asked of a problem with weight decay.

use crate::arrays::{NamedArrays, array, named_arrays};
use crate::landscape::{NativeLandscape, document, text};
use crate::refusal::{refuse, refuse_task};
use crate::watched::{quick, watched};
use linscape::{
    StatedDecay, TaskError, USUAL_DECAYED_POINTS, classify_with_decay, list_decayed, parse_word,
    represent_decayed, spectrum_of_decayed_weights, spectrum_of_word, verify_decayed,
};
use linscape_formats::{DecayedWeightsReport, OptionName, ReadWeights};
use numpy::PyArray2;
use pyo3::prelude::*;
use std::num::NonZeroUsize;
use std::sync::Arc;

/// Lists the landscape.
pub(crate) fn landscape(
    py: Python<'_>,
    stated: &Arc<StatedDecay>,
    limit: Option<usize>,
    progress: Option<&Py<PyAny>>,
) -> PyResult<NativeLandscape> {
    let theirs = stated.clone();
    let listed = watched(py, progress, move |watch| list_decayed(&theirs, limit, watch))?;
    let listed = listed.map_err(|error| refuse_task(&error))?;
    let (problem, source) = (stated.stated.problem.clone(), stated.stated.source.clone());
    Ok(NativeLandscape::decayed(problem, listed, source))
}

/// Weights of a random point of a family, which has one stratum.
pub(crate) fn represent<'py>(
    py: Python<'py>,
    stated: &Arc<StatedDecay>,
    key: &str,
    stratum: Option<&str>,
    seed: u64,
    whitened: bool,
) -> PyResult<NamedArrays<'py>> {
    if stratum.is_some() {
        return Err(refuse_task(&TaskError::NoStrataWithDecay { option: OptionName::Stratum }));
    }
    let (stated, key) = (stated.clone(), key.to_owned());
    let weights = watched(py, None, move |_| {
        let word = parse_word(&stated.decayed, &key)?;
        represent_decayed(&stated, &word, seed, whitened)
    })?
    .map_err(|error: TaskError| refuse_task(&error))?;
    named_arrays(py, weights.matrices(), weights.biases())
}

/// What weights are (`linscape.classification/1`).
pub(crate) fn classify(
    py: Python<'_>,
    stated: &Arc<StatedDecay>,
    file: String,
    read: ReadWeights,
    is_dense: bool,
) -> PyResult<String> {
    if !is_dense {
        return Err(refuse_task(&TaskError::RefinedAnyway { option: OptionName::Hessian }));
    }
    let stated = stated.clone();
    let found = watched(py, None, move |_| {
        let found = classify_with_decay(&stated, &file, &read)?;
        let (file, layers, problem) = (&*file, &*read.names, &stated.decayed);
        let report = DecayedWeightsReport { file, layers, problem, found: &found };
        report.to_json().map_err(|fault| TaskError::Unwritten(fault.into()))
    })?;
    found.map_err(|error| refuse_task(&error))
}

/// The Hessian's eigenvalues at every point of a family (`linscape.spectrum/1`).
pub(crate) fn spectrum(py: Python<'_>, stated: &Arc<StatedDecay>, key: &str) -> PyResult<String> {
    let point = quick(py, || spectrum_of_word(stated, key))?;
    let point = point.map_err(|error| refuse_task(&error))?;
    text(py, |out| point.record(stated).write_json(out))
}

/// The Hessian's eigenvalues at weights (`linscape.spectrum/1`), and the eigenvectors as columns.
pub(crate) fn spectrum_of_weights<'py>(
    py: Python<'py>,
    stated: &Arc<StatedDecay>,
    file: String,
    read: ReadWeights,
) -> PyResult<(String, Bound<'py, PyArray2<f64>>)> {
    let theirs = stated.clone();
    let point = watched(py, None, move |_| spectrum_of_decayed_weights(&theirs, file, &read))?;
    let point = point.map_err(|error| refuse_task(&error))?;
    let document = text(py, |out| point.record_with_decay(stated).write_json(out))?;
    Ok((document, array(py, point.spectrum.pairs.vectors)?))
}

/// Which points are checked.
pub(crate) struct Points {
    pub(crate) subset: Option<String>,
    pub(crate) samples: Option<NonZeroUsize>,
    pub(crate) seed: u64,
    pub(crate) exact: bool,
}

/// Closed forms against dense Hessians (`linscape.verification/1`); options of strata are refused.
pub(crate) fn verify(
    py: Python<'_>,
    stated: &Arc<StatedDecay>,
    points: Points,
    strata: &[(OptionName, bool)],
    progress: Option<&Py<PyAny>>,
) -> PyResult<String> {
    if let Some(&(option, _)) = strata.iter().find(|(_, is_given)| *is_given) {
        return Err(refuse_task(&TaskError::NoStrataWithDecay { option }));
    }
    if points.exact {
        return Err(refuse("exact does not go with decay: no command proves it yet"));
    }
    let (stated, Points { subset, samples, seed, .. }) = (stated.clone(), points);
    let samples = samples.map_or(USUAL_DECAYED_POINTS, NonZeroUsize::get);
    watched(py, progress, move |watch| {
        let word = subset.as_ref().map(|text| parse_word(&stated.decayed, text)).transpose()?;
        let found = verify_decayed(&stated, word.as_ref(), samples, seed, watch)?;
        Ok(document(|out| found.report(&stated, seed).write_json(out)))
    })?
    .map_err(|error: TaskError| refuse_task(&error))
}
