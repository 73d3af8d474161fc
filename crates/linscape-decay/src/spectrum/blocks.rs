//! The blocks of unequal decays.

use super::jacobi::eigenvalues;

/// What scales the layers: `D_i = √(λ_i/λ̄)`, and `λ̄`.
#[derive(Debug, Clone)]
pub(super) struct Scales {
    pub(super) layers: Vec<f64>,
    pub(super) mean: f64,
}

impl Scales {
    pub(super) fn new(layers: &[f64], mean: f64) -> Self {
        Self { layers: layers.iter().map(|layer| (layer / mean).sqrt()).collect(), mean }
    }
}

/// Eigenvalues of `2 diag(λ_i) + (γx^{2h−2} − λ̄) D Dᵀ`, increasing; `excess = γx^{2h−2} − λ̄`.
pub(super) fn self_block(scales: &Scales, excess: f64) -> Vec<f64> {
    let d = &scales.layers;
    let entry = |i: usize, j: usize| {
        let diagonal = if i == j { 2.0 * scales.mean * d[i] * d[i] } else { 0.0 };
        diagonal + excess * d[i] * d[j]
    };
    eigenvalues((0..d.len()).map(|i| (0..d.len()).map(|j| entry(i, j)).collect()).collect())
}

/// Eigenvalues of `diag(D,D) [[γ'ccᵀ + λ̄I, T], [Tᵀ, γeeᵀ + λ̄I]] diag(D,D)`, increasing:
/// `c_i = x^{h−i}y^{i−1}`, `e_i = y^{h−i}x^{i−1}`, `T_ij = −λ̄(y/x)^{i−j−1}` below the diagonal,
/// `−λ̄(x/y)^{j−i−1}` above, 0 on it. `x, γ` belong to the first mode, `y, γ'` to the second.
pub(super) fn pair_block(scales: &Scales, first: (f64, f64), second: (f64, f64)) -> Vec<f64> {
    let ((x, gamma), (y, other_gamma)) = (first, second);
    let (d, mean) = (&scales.layers, scales.mean);
    let h = d.len();
    let power = |base: f64, exponent: usize| base.powf(exponent as f64);
    let c = |i: usize| power(x, h - 1 - i) * power(y, i);
    let e = |i: usize| power(y, h - 1 - i) * power(x, i);
    let link = |i: usize, j: usize| match i.cmp(&j) {
        std::cmp::Ordering::Greater => -mean * power(y / x, i - j - 1),
        std::cmp::Ordering::Less => -mean * power(x / y, j - i - 1),
        std::cmp::Ordering::Equal => 0.0,
    };
    let entry = |row: usize, column: usize| {
        let (i, j) = (row % h, column % h);
        let own = if i == j { mean } else { 0.0 };
        let inner = match (row < h, column < h) {
            (true, true) => other_gamma * c(i) * c(j) + own,
            (false, false) => gamma * e(i) * e(j) + own,
            (true, false) => link(i, j),
            (false, true) => link(j, i),
        };
        inner * d[i] * d[j]
    };
    eigenvalues((0..2 * h).map(|i| (0..2 * h).map(|j| entry(i, j)).collect()).collect())
}
