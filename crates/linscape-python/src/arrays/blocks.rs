//! Factors of blocks of data, which travel between processes as arrays of numbers.

use super::matrix;
use crate::refusal::refuse;
use linscape::network::RowFactor;
use linscape_critical::Precision;
use nalgebra::DMatrix;
use numpy::{PyArray1, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// The factor of a block of samples, without targets for inputs that are their own.
#[pyfunction]
#[allow(clippy::needless_pass_by_value, reason = "arguments of Python")]
pub(crate) fn block_factor<'py>(
    py: Python<'py>,
    inputs: PyReadonlyArray2<'py, f64>,
    targets: Option<PyReadonlyArray2<'py, f64>>,
    weights: Option<Vec<f64>>,
    roundoffs: (f64, f64),
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let inputs = matrix(&inputs);
    let targets = targets.as_ref().map_or_else(|| DMatrix::zeros(inputs.nrows(), 0), matrix);
    let wrong = |weight: &f64| !(0.0..=f64::MAX).contains(weight);
    if let Some(weight) = weights.iter().flatten().find(|weight| wrong(weight)) {
        return Err(refuse(format!(
            "sample_weights: {weight} is no weight; weights are finite and not negative"
        )));
    }
    let made = py.detach(|| RowFactor::of_block(inputs, &targets, weights.as_deref()));
    let factor = made.map_err(|fault| refuse(format!("inputs: {fault}")))?;
    let [of_inputs, of_targets] = [roundoffs.0, roundoffs.1].map(Precision::of_unit_roundoff);
    Ok(PyArray1::from_vec(py, factor.stored_in(of_inputs, of_targets).numbers()))
}

/// The factor of several blocks.
#[pyfunction]
#[allow(clippy::needless_pass_by_value, reason = "arguments of Python")]
pub(crate) fn merge_factors<'py>(
    py: Python<'py>,
    factors: Vec<PyReadonlyArray1<'py, f64>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let read = factors.iter().map(factor_of).collect::<PyResult<Vec<_>>>()?;
    let merged = py.detach(|| RowFactor::merge(read));
    let factor = merged.map_err(|fault| refuse(format!("inputs: {fault}")))?;
    Ok(PyArray1::from_vec(py, factor.numbers()))
}

fn factor_of(numbers: &PyReadonlyArray1<'_, f64>) -> PyResult<RowFactor> {
    let factor = RowFactor::of_numbers(numbers.as_slice()?);
    factor.ok_or_else(|| refuse("inputs: these numbers are no factor of blocks".to_owned()))
}

/// The factor that states a problem, if one does.
pub(crate) fn factor_argument(options: &Bound<'_, PyDict>) -> PyResult<Option<RowFactor>> {
    let Some(value) = options.get_item("factor")?.filter(|value| !value.is_none()) else {
        return Ok(None);
    };
    let factor = factor_of(&value.extract()?)?;
    let is_own =
        options.get_item("autoencode")?.is_some_and(|own| own.is_truthy().unwrap_or(false));
    Ok(Some(if is_own { factor.autoencoded() } else { factor }))
}
