//! Weights that Python hands over.

use crate::arrays::matrix;
use crate::refusal::{refuse, refuse_task};
use linscape::TaskError;
use linscape_formats::{GivenTensor, ReadWeights, read_weights, weights_of_tensors};
use numpy::PyReadonlyArray2;
use pyo3::exceptions::PyUserWarning;
use pyo3::prelude::*;
use std::ffi::CString;
use std::path::{Path, PathBuf};

/// A tensor as Python states it: name, shape, element type, relative spacing of the elements, and
/// the elements as `float64` if they are a matrix of floating numbers.
type StatedTensor<'py> =
    (String, Vec<usize>, String, Option<f64>, Option<PyReadonlyArray2<'py, f64>>);

/// Weights with the name they go by: of a file, or of tensors.
pub(crate) fn given_weights(
    value: &Bound<'_, PyAny>,
    layers: Option<&[String]>,
    transpose: bool,
) -> PyResult<(String, ReadWeights)> {
    if let Ok(path) = value.extract::<PathBuf>() {
        let read = read_weights(&path, layers, transpose);
        let name = path.display().to_string();
        let read = read.map_err(|error| refuse_task(&TaskError::ReadWeights(error)))?;
        warn(value.py(), &name, &read)?;
        return Ok((name, read));
    }
    if let Ok(saved) = value.cast::<SavedWeights>() {
        let SavedWeights { name, read } = saved.get();
        return Ok((name.clone(), read.clone()));
    }
    let stated = value.extract::<Vec<StatedTensor<'_>>>()?;
    let tensors: Vec<GivenTensor> = stated.into_iter().map(given_tensor).collect();
    let read = weights_of_tensors(&tensors, layers, transpose);
    let name = "weights".to_owned();
    let read = read.map_err(|fault| refuse(format!("{name}: {fault}")))?;
    warn(value.py(), &name, &read)?;
    Ok((name, read))
}

/// Weights that were read from a file.
#[pyclass(module = "linscape._linscape", frozen)]
pub(crate) struct SavedWeights {
    name: String,
    read: ReadWeights,
}

impl SavedWeights {
    /// Keeps them, and says what was noticed.
    pub(crate) fn new(py: Python<'_>, name: &Path, read: ReadWeights) -> PyResult<Self> {
        let name = name.display().to_string();
        warn(py, &name, &read)?;
        Ok(Self { name, read })
    }
}

/// Says what was chosen or left out in reading weights, as a `UserWarning`.
fn warn(py: Python<'_>, name: &str, read: &ReadWeights) -> PyResult<()> {
    for note in &read.notes {
        let text = CString::new(format!("{name}: {note}").replace('\0', " "))?;
        PyErr::warn(py, &py.get_type::<PyUserWarning>(), &text, 2)?;
    }
    Ok(())
}

fn given_tensor((name, shape, dtype, epsilon, array): StatedTensor<'_>) -> GivenTensor {
    GivenTensor { name, shape, dtype, elements: array.as_ref().map(matrix).zip(epsilon) }
}
