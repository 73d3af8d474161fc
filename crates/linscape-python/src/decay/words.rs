//! What can be asked of a problem with weight decay.

use crate::arrays::{Matrices, array};
use crate::landscape::{NativeLandscape, text};
use crate::refusal::{refuse, refuse_limit, refuse_task};
use crate::watched::{quick, watched};
use linscape::{
    StatedDecay, TaskError, USUAL_DECAYED_POINTS, classify_with_decay, list_decayed, parse_word,
    represent_decayed, spectrum_of_decayed_weights, spectrum_of_word, verify_decayed,
};
use linscape_formats::{DecayedWeightsReport, OptionName, ReadWeights};
use numpy::PyArray2;
use pyo3::prelude::*;
use std::num::NonZeroUsize;

/// Lists the landscape.
pub(crate) fn landscape(
    py: Python<'_>,
    stated: &StatedDecay,
    limit: Option<usize>,
    progress: Option<&Py<PyAny>>,
) -> PyResult<NativeLandscape> {
    let listed = watched(py, progress, |watch| list_decayed(stated, limit, watch))?;
    let listed = listed.map_err(|limit| refuse_limit(&limit))?;
    let (problem, source) = (stated.stated.problem.clone(), stated.stated.source.clone());
    Ok(NativeLandscape::decayed(problem, listed, source))
}

/// Weights of a random point of a family, which has one stratum.
pub(crate) fn represent<'py>(
    py: Python<'py>,
    stated: &StatedDecay,
    key: &str,
    stratum: Option<&str>,
    seed: u64,
    whitened: bool,
) -> PyResult<(Matrices<'py>, Option<String>)> {
    if stratum.is_some() {
        return Err(refuse_task(&TaskError::NoStrataWithDecay { option: OptionName::Stratum }));
    }
    let weights = quick(py, || {
        let word = parse_word(&stated.decayed, key)?;
        represent_decayed(stated, &word, seed, whitened)
    })?
    .map_err(|error: TaskError| refuse_task(&error))?;
    let matrices = weights.matrices().iter().map(|matrix| array(py, matrix.clone()));
    Ok((matrices.collect::<PyResult<_>>()?, None))
}

/// What weights are (`linscape.classification/1`).
pub(crate) fn classify(
    py: Python<'_>,
    stated: &StatedDecay,
    file: &str,
    read: &ReadWeights,
    is_dense: bool,
) -> PyResult<String> {
    if !is_dense {
        return Err(refuse_task(&TaskError::RefinedAnyway { option: OptionName::Hessian }));
    }
    let found = quick(py, || classify_with_decay(stated, file, read))?;
    let found = found.map_err(|error| refuse_task(&error))?;
    let report =
        DecayedWeightsReport { file, layers: &read.names, problem: &stated.decayed, found: &found };
    report.to_json().map_err(refuse)
}

/// The Hessian's eigenvalues at every point of a family (`linscape.spectrum/1`).
pub(crate) fn spectrum(py: Python<'_>, stated: &StatedDecay, key: &str) -> PyResult<String> {
    let point = quick(py, || spectrum_of_word(stated, key))?;
    let point = point.map_err(|error| refuse_task(&error))?;
    text(py, |out| point.record(stated).write_json(out))
}

/// The Hessian's eigenvalues at weights (`linscape.spectrum/1`), and the eigenvectors as columns.
pub(crate) fn spectrum_of_weights<'py>(
    py: Python<'py>,
    stated: &StatedDecay,
    file: String,
    read: &ReadWeights,
) -> PyResult<(String, Bound<'py, PyArray2<f64>>)> {
    let point = quick(py, || spectrum_of_decayed_weights(stated, file, read))?;
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
    stated: &StatedDecay,
    points: &Points,
    strata: &[(OptionName, bool)],
    progress: Option<&Py<PyAny>>,
) -> PyResult<String> {
    if let Some(&(option, _)) = strata.iter().find(|(_, is_given)| *is_given) {
        return Err(refuse_task(&TaskError::NoStrataWithDecay { option }));
    }
    if points.exact {
        return Err(refuse("exact does not go with decay: no command proves it yet"));
    }
    let Points { subset, samples, seed, .. } = points;
    let samples = samples.map_or(USUAL_DECAYED_POINTS, NonZeroUsize::get);
    watched(py, progress, |watch| {
        let word = subset.as_ref().map(|text| parse_word(&stated.decayed, text)).transpose()?;
        let found = verify_decayed(stated, word.as_ref(), samples, *seed, watch)?;
        let mut out = Vec::new();
        // Memory takes everything.
        let _ = found.report(stated, *seed).write_json(&mut out);
        Ok(String::from_utf8_lossy(&out).into_owned())
    })?
    .map_err(|error: TaskError| refuse_task(&error))
}
