//! Matrices from and to NumPy.
//!
//! Entries are copied once, whatever their order in memory; `blocks` takes long data a piece at a time.

mod blocks;

pub(crate) use blocks::{block_factor, factor_argument, merge_factors};

use crate::refusal::refuse;
use linscape::Given;
use linscape_critical::Precision;
use linscape_formats::{NpyError, ReadMatrix, parse_stored_npy};
use nalgebra::{DMatrix, DVector};
use numpy::npyffi::NPY_ORDER;
use numpy::{PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray2, PyUntypedArrayMethods};
use pyo3::prelude::*;
use std::path::PathBuf;

/// An array of doubles with the unit roundoff of the type that it was stored in.
type StoredArray<'py> = (PyReadonlyArray2<'py, f64>, f64);

/// A matrix argument: the name of a file, a two-dimensional `float64` array, such an array with the
/// unit roundoff of another type, or any other array as the bytes of an npy file.
pub(crate) fn given_matrix(
    name: &'static str,
    value: &Bound<'_, PyAny>,
) -> PyResult<Given<ReadMatrix>> {
    if let Ok(path) = value.extract::<PathBuf>() {
        return Ok(Given::File(path));
    }
    let of = |array: &PyReadonlyArray2<'_, f64>, precision| {
        finite_matrix(array).map(|matrix| ReadMatrix::of(matrix, precision))
    };
    let value = if let Ok(array) = value.extract::<PyReadonlyArray2<'_, f64>>() {
        of(&array, Precision::DOUBLE)
    } else if let Ok((array, unit_roundoff)) = value.extract::<StoredArray<'_>>() {
        of(&array, Precision::of_unit_roundoff(unit_roundoff))
    } else {
        parse_stored_npy(value.extract::<&[u8]>()?)
    };
    let value = value.map_err(|fault| refuse(format!("{name}: {fault}")))?;
    Ok(Given::Value { name, value })
}

/// The entries of an array in any memory order; the one copy that is made.
pub(crate) fn matrix(array: &PyReadonlyArray2<'_, f64>) -> DMatrix<f64> {
    let (rows, columns) = (array.shape()[0], array.shape()[1]);
    DMatrix::from_row_iterator(rows, columns, array.as_array().iter().copied())
}

fn finite_matrix(array: &PyReadonlyArray2<'_, f64>) -> Result<DMatrix<f64>, NpyError> {
    let view = array.as_array();
    let found = view.indexed_iter().find(|(_, entry)| !entry.is_finite());
    match found {
        Some(((row, column), &value)) => {
            Err(NpyError::NotFinite { row: row + 1, column: column + 1, value })
        }
        None => Ok(matrix(array)),
    }
}

/// Weight matrices, and biases or `None`, as arrays.
pub(crate) type NamedArrays<'py> =
    (Vec<Bound<'py, PyArray2<f64>>>, Vec<Option<Bound<'py, PyArray1<f64>>>>);

/// Matrices and biases, from the input on.
pub(crate) fn named_arrays<'py>(
    py: Python<'py>,
    matrices: &[DMatrix<f64>],
    biases: &[Option<DVector<f64>>],
) -> PyResult<NamedArrays<'py>> {
    let matrices = matrices.iter().map(|matrix| array(py, matrix.clone()));
    let bias = |bias: &Option<DVector<f64>>| {
        bias.as_ref().map(|bias| PyArray1::from_slice(py, bias.as_slice()))
    };
    Ok((matrices.collect::<PyResult<_>>()?, biases.iter().map(bias).collect()))
}

/// An array that takes over the memory of the matrix.
pub(crate) fn array(py: Python<'_>, matrix: DMatrix<f64>) -> PyResult<Bound<'_, PyArray2<f64>>> {
    let (rows, columns) = matrix.shape();
    let entries: Vec<f64> = matrix.data.into();
    PyArray1::from_vec(py, entries).reshape_with_order([rows, columns], NPY_ORDER::NPY_FORTRANORDER)
}
