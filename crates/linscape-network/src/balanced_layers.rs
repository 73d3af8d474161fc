//! Balanced layers of an end-to-end map.

use linscape_lapack::{DecompositionError, thin_svd};
use nalgebra::DMatrix;

/// The layers `W_1 = S^{1/h} Qᵀ, S^{1/h}, …, W_h = P S^{1/h}` of the widths given whose product is a map
/// `P S Qᵀ` of rank `rank`, with `W_iW_iᵀ = W_{i+1}ᵀW_{i+1}`.
///
/// Balance is kept by gradient flow in the coordinates in which the weights move, so that these are the weights with
/// this map that small weights lead to. Whether the map is in the data's coordinates or in whitened ones matters: the
/// two balanced points of a family are different points of one stratum.
///
/// # Errors
/// When the decomposition fails.
///
/// # Panics
/// When the map is not of shape `widths[h] × widths[0]`, or a layer is narrower than the rank.
///
/// # Examples
/// ```
/// use linscape_network::balanced_layers;
/// use nalgebra::DMatrix;
/// let layers = balanced_layers(DMatrix::from_row_slice(1, 2, &[4.8, 6.4]), 1, &[2, 2, 1])?;
/// // 8 = √8 · √8, and (4.8, 6.4) = 8 (0.6, 0.8).
/// assert!((layers[0].norm() - 8.0_f64.sqrt()).abs() < 1e-14);
/// assert!((&layers[1] * &layers[0] - DMatrix::from_row_slice(1, 2, &[4.8, 6.4])).norm() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Balanced representative".
pub fn balanced_layers(
    map: DMatrix<f64>,
    rank: usize,
    widths: &[usize],
) -> Result<Vec<DMatrix<f64>>, DecompositionError> {
    let depth = widths.len() - 1;
    assert_eq!(map.shape(), (widths[depth], widths[0]), "a map of these widths");
    let found = thin_svd(map)?;
    let root = |mode: usize| linscape_critical::root(found.singular_values[mode], depth);
    let layer = |(at, pair): (usize, &[usize])| {
        let mut weights = DMatrix::zeros(pair[1], pair[0]);
        for mode in 0..rank {
            if at == 0 && depth == 1 {
                let outer = found.u.column(mode) * found.vt.row(mode);
                weights += outer * found.singular_values[mode];
            } else if at == 0 {
                weights.row_mut(mode).copy_from(&(found.vt.row(mode) * root(mode)));
            } else if at + 1 == depth {
                weights.column_mut(mode).copy_from(&(found.u.column(mode) * root(mode)));
            } else {
                weights[(mode, mode)] = root(mode);
            }
        }
        weights
    };
    Ok(widths.windows(2).enumerate().map(layer).collect())
}
