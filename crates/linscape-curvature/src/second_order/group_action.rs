//! Numerical dimension of the stratum through given weights.

use linscape_lapack::{DecompositionError, thin_svd};
use linscape_network::{Layers as _, Weights};
use nalgebra::DMatrix;

use crate::NumericalRank;
use crate::second_order::numerical_rank::{Kernel, kernel};

/// The dimension of the stratum through a critical point, as the rank of the infinitesimal action
/// `δW_i = X_i W_i − W_i X_{i−1}` of the group that moves points along it. `X_1, …, X_{h−1}` are
/// free; the outer pair `(X_0, X_h)` either keeps the end-to-end map and the residual,
/// `X_h W = W X_0` and `X_hᵀ R = R X_0ᵀ`, or turns equal singular values into each other: both
/// skew and `X_h Σ = Σ X_0`. Nothing here knows of bars.
///
/// Everything is in the coordinates of `Σ` (whitened); coordinates that the loss ignores are not
/// counted.
///
/// # Errors
/// When a decomposition fails.
///
/// # Panics
/// When `Σ` is not `d_h × d_0`.
///
/// # Complexity
/// `O(N G min(N, G))` with `G` the dimension of the group, and `O((d_0² + d_h²)³)`.
///
/// # Examples
/// The hyperbola `w₂w₁ = 2`:
/// ```
/// use linscape_network::{Layers as _, Weights};
/// use linscape_curvature::numerical_dimension;
/// use nalgebra::DMatrix;
/// let number = |value| DMatrix::from_element(1, 1, value);
/// let weights = Weights::new(vec![number(1.0), number(2.0)])?;
/// assert_eq!(numerical_dimension(&weights, &number(2.0))?.decided(), Some(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Dimension".
pub fn numerical_dimension(
    weights: &Weights,
    target: &DMatrix<f64>,
) -> Result<NumericalRank, DecompositionError> {
    let action = Action { weights };
    let outer = [outer_stabilizer(weights, target)?, turns_of_equal_values(target)?];
    let mut moves: Vec<Vec<f64>> = Vec::new();
    for layer in 1..weights.depth() {
        let width = weights.matrices()[layer].ncols();
        moves.extend((0..width * width).map(|at| action.of_hidden(layer, at % width, at / width)));
    }
    let mut inexact = 0.0;
    for generators in outer {
        let Some(Kernel { basis, error }) = generators else { return Ok(NumericalRank::UNKNOWN) };
        inexact += error;
        moves.extend(basis.column_iter().map(|pair| action.of_outer(pair.as_slice())));
    }
    let larger = moves.len().max(weights.parameters());
    let norms = weights.matrices().iter().map(DMatrix::norm);
    let scale = norms.fold(target.norm().powf(1.0 / weights.depth() as f64), f64::max);
    if moves.is_empty() {
        return Ok(NumericalRank::of(&[], larger, scale));
    }
    let columns = moves.len();
    let matrix = DMatrix::from_vec(weights.parameters(), columns, moves.concat());
    let values = thin_svd(matrix)?.singular_values;
    Ok(NumericalRank::of_inexact(&values, larger, scale, inexact * scale))
}

/// Infinitesimal moves of weights, flattened layer by layer.
struct Action<'w> {
    weights: &'w Weights,
}

impl Action<'_> {
    fn none(&self) -> Vec<DMatrix<f64>> {
        let matrices = self.weights.matrices();
        matrices.iter().map(|matrix| DMatrix::zeros(matrix.nrows(), matrix.ncols())).collect()
    }

    /// `X_layer` is the elementary matrix with a 1 at the given place.
    fn of_hidden(&self, layer: usize, row: usize, column: usize) -> Vec<f64> {
        let matrices = self.weights.matrices();
        let mut changes = self.none();
        changes[layer - 1].set_row(row, &matrices[layer - 1].row(column));
        changes[layer].set_column(column, &-matrices[layer].column(row));
        changes.flat()
    }

    /// `(X_0, X_h)` is the given pair, one after the other, column by column.
    fn of_outer(&self, pair: &[f64]) -> Vec<f64> {
        let matrices = self.weights.matrices();
        let (inputs, last) = (matrices[0].ncols(), matrices.len() - 1);
        let (x_0, x_h) = pair.split_at(inputs * inputs);
        let x_0 = DMatrix::from_column_slice(inputs, inputs, x_0);
        let outputs = matrices[last].nrows();
        let x_h = DMatrix::from_column_slice(outputs, outputs, x_h);
        let mut changes = self.none();
        changes[0] -= &matrices[0] * x_0;
        changes[last] += x_h * &matrices[last];
        changes.flat()
    }
}

/// A basis of the pairs `(X_0, X_h)` that meet linear conditions, given by what they must kill.
fn outer_pairs(
    target: &DMatrix<f64>,
    conditions: impl Fn(&DMatrix<f64>, &DMatrix<f64>) -> Vec<DMatrix<f64>>,
) -> Result<Option<Kernel>, DecompositionError> {
    let (outputs, inputs) = target.shape();
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for at in 0..inputs * inputs + outputs * outputs {
        let mut x_0 = DMatrix::zeros(inputs, inputs);
        let mut x_h = DMatrix::zeros(outputs, outputs);
        match at.checked_sub(inputs * inputs) {
            None => x_0[at] = 1.0,
            Some(at) => x_h[at] = 1.0,
        }
        columns.push(conditions(&x_0, &x_h).flat());
    }
    let matrix = DMatrix::from_vec(columns[0].len(), columns.len(), columns.concat());
    kernel(matrix, 1.0)
}

/// Pairs that keep the end-to-end map and the residual.
fn outer_stabilizer(
    weights: &Weights,
    target: &DMatrix<f64>,
) -> Result<Option<Kernel>, DecompositionError> {
    let size = size_of(target);
    let product = weights.product() / size;
    let residual = target / size - &product;
    outer_pairs(target, |x_0, x_h| {
        vec![
            x_h * &product - &product * x_0,
            x_h.transpose() * &residual - &residual * x_0.transpose(),
        ]
    })
}

/// Pairs of infinitesimal rotations that keep `Σ`.
fn turns_of_equal_values(target: &DMatrix<f64>) -> Result<Option<Kernel>, DecompositionError> {
    let target = &(target / size_of(target));
    outer_pairs(target, |x_0, x_h| {
        vec![x_h * target - target * x_0, x_h + x_h.transpose(), x_0 + x_0.transpose()]
    })
}

/// `‖Σ‖`, which conditions are divided by so that all are of size one; 1 for `Σ = 0`.
fn size_of(target: &DMatrix<f64>) -> f64 {
    let norm = target.norm();
    if norm > 0.0 { norm } else { 1.0 }
}
