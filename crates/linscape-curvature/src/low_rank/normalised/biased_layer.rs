//! A layer and its bias as one matrix.

use nalgebra::{DMatrix, DVector};
use std::borrow::Cow;

/// `[W b]`, or `W` where there is no bias: all numbers of a layer, in the order of its changes.
pub(in crate::low_rank) fn biased(
    matrix: &DMatrix<f64>,
    bias: Option<&DVector<f64>>,
) -> DMatrix<f64> {
    let Some(bias) = bias else { return matrix.clone() };
    let columns = matrix.ncols();
    let mut with = matrix.clone().insert_column(columns, 0.0);
    with.set_column(columns, bias);
    with
}

/// The `W` of a layer that reads so many units.
pub(in crate::low_rank) fn without_bias(
    layer: &DMatrix<f64>,
    width: usize,
) -> Cow<'_, DMatrix<f64>> {
    if layer.ncols() == width {
        Cow::Borrowed(layer)
    } else {
        Cow::Owned(layer.columns(0, width).into_owned())
    }
}

/// `[f(W) b]` of the `[W b]` of a layer that reads so many units.
pub(in crate::low_rank) fn mapped(
    layer: &DMatrix<f64>,
    width: usize,
    map: impl Fn(&DMatrix<f64>) -> DMatrix<f64>,
) -> DMatrix<f64> {
    let matrix = map(&without_bias(layer, width));
    let bias = (layer.ncols() > width).then(|| layer.column(width).into_owned());
    biased(&matrix, bias.as_ref())
}

/// How many units layer `at`, 0-based, reads.
pub(in crate::low_rank) fn width_of(
    layers: &[DMatrix<f64>],
    inputs: Option<&DMatrix<f64>>,
    at: usize,
) -> usize {
    match (at.checked_sub(1), inputs) {
        (Some(before), _) => layers[before].nrows(),
        (None, Some(inputs)) => inputs.nrows(),
        (None, None) => layers[0].ncols(),
    }
}
