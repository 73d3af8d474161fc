//! A problem as Python states it: a dictionary whose keys are the options of the command line.

use crate::arrays::{factor_argument, given_matrix};
use crate::refusal::refuse;
use linscape::{Given, ProblemOptions};
use linscape_formats::{Labels, ReadMatrix, parse_npy_labels};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::path::PathBuf;

/// The options that state a problem.
pub(crate) fn problem_options(options: &Bound<'_, PyDict>) -> PyResult<ProblemOptions> {
    Ok(ProblemOptions {
        sigma: argument(options, "sigma")?,
        target: matrix_argument(options, "target")?,
        inputs: named(matrix_argument(options, "inputs")?, argument(options, "input_names")?),
        targets: named(matrix_argument(options, "targets")?, argument(options, "target_names")?),
        sample_weights: matrix_argument(options, "sample_weights")?,
        input_moment: matrix_argument(options, "input_moment")?,
        cross_moment: matrix_argument(options, "cross_moment")?,
        output_moment: matrix_argument(options, "output_moment")?,
        moment_samples: argument(options, "moment_samples")?,
        factor: factor_argument(options)?,
        labels: labels_argument(options)?,
        autoencode: argument(options, "autoencode")?.unwrap_or(false),
        center: argument(options, "center")?.unwrap_or(false),
        problem: document_argument(options)?,
        widths: argument(options, "widths")?,
        hidden: argument(options, "hidden")?,
        biases: argument(options, "biases")?,
        loss: argument(options, "loss")?,
        tolerance: argument(options, "tolerance")?,
        decay: argument(options, "decay")?,
        decay_biases: argument(options, "decay_biases")?,
        decay_on: argument(options, "decay_on")?,
        continued: argument(options, "continue")?.unwrap_or(false),
        samples_in: argument(options, "samples_in")?,
        header: argument(options, "header")?,
        index_column: argument(options, "index_column")?,
        columns: argument(options, "columns")?,
        drop: argument(options, "drop")?,
        delimiter: argument(options, "delimiter")?,
        ..ProblemOptions::default()
    })
}

/// An option by name, `None` where it is not given.
pub(crate) fn argument<'py, T: for<'a> FromPyObject<'a, 'py>>(
    options: &Bound<'py, PyDict>,
    name: &str,
) -> PyResult<Option<T>> {
    let Some(value) = options.get_item(name)? else { return Ok(None) };
    value.extract::<Option<T>>().map_err(Into::into)
}

fn matrix_argument(
    options: &Bound<'_, PyDict>,
    name: &'static str,
) -> PyResult<Option<Given<ReadMatrix>>> {
    match options.get_item(name)?.filter(|value| !value.is_none()) {
        Some(value) => given_matrix(name, &value).map(Some),
        None => Ok(None),
    }
}

/// A matrix with the names of its columns, where it has some.
fn named(
    given: Option<Given<ReadMatrix>>,
    names: Option<Vec<String>>,
) -> Option<Given<ReadMatrix>> {
    match given {
        Some(Given::Value { name, value }) => {
            Some(Given::Value { name, value: value.named(names) })
        }
        other => other,
    }
}

fn labels_argument(options: &Bound<'_, PyDict>) -> PyResult<Option<Given<Labels>>> {
    let name = "labels";
    let Some(value) = options.get_item(name)?.filter(|value| !value.is_none()) else {
        return Ok(None);
    };
    if let Ok(path) = value.extract::<PathBuf>() {
        return Ok(Some(Given::File(path)));
    }
    let value = parse_npy_labels(value.extract::<&[u8]>()?)
        .map_err(|fault| refuse(format!("{name}: {fault}")))?;
    Ok(Some(Given::Value { name, value }))
}

fn document_argument(options: &Bound<'_, PyDict>) -> PyResult<Option<Given<Vec<u8>>>> {
    let name = "problem";
    let Some(value) = options.get_item(name)?.filter(|value| !value.is_none()) else {
        return Ok(None);
    };
    if let Ok(path) = value.extract::<PathBuf>() {
        return Ok(Some(Given::File(path)));
    }
    Ok(Some(Given::Value { name, value: value.extract::<&[u8]>()?.to_vec() }))
}
