//! Directions of descent from a saddle with weight decay.

use super::newton::{Field, flat, unflat};
use crate::DirectionInData;
use linscape_lapack::{DecompositionError, symmetric_eigen};
use nalgebra::{DMatrix, DVector};

/// How far along a direction the loss is looked at, relative to the weights.
const STEP: f64 = 1e-3;

/// Eigenvalues below this, relative to the scale of the Hessian, are negative beyond rounding.
const CLEAR: f64 = 1e-10;

/// Eigenvectors of the Hessian's negative eigenvalues, steepest first, along which the loss falls to both
/// sides; of norm 1 over all layers, in the coordinates of the weights.
///
/// # Errors
/// When the eigenvalue decomposition fails.
pub(crate) fn descent_directions(
    field: &impl Field,
    matrices: &[DMatrix<f64>],
) -> Result<Vec<DirectionInData>, DecompositionError> {
    let mut widths = vec![matrices[0].ncols()];
    widths.extend(matrices.iter().map(DMatrix::nrows));
    let weights = &flat(matrices);
    let here = field.at(weights);
    let bar = -CLEAR * field.scale(weights);
    let step = STEP * (weights.norm() + field.unit());
    let eigen = symmetric_eigen(here.hessian)?;
    let falls = |direction: &DVector<f64>| {
        let loss = |side: f64| field.at(&(weights + direction * (side * step))).loss;
        loss(1.0) < here.loss && loss(-1.0) < here.loss
    };
    let negative = eigen.values.iter().take_while(|value| **value < bar).count();
    let directions = (0..negative).map(|at| eigen.vectors.column(at).into_owned());
    Ok(directions
        .filter(falls)
        .map(|own| unflat(&widths, &own))
        .map(|layers| DirectionInData { biases: vec![None; layers.len()], layers, bend: None })
        .collect())
}
