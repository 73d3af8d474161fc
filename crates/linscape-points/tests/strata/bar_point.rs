//! Points of strata in the bases of their bars, and the loss around them expanded in powers of a change
//! of the weights, with no walk in sight.

use linscape_critical::{Problem, SingularSubset};
use linscape_network::Weights;
use linscape_strata::{Bar, Stratum};
use nalgebra::DMatrix;
use std::collections::BTreeSet;

use crate::escape::{Role, bars};

/// A point of a stratum in the bases of its bars, with unit entries along all but full bars.
pub(crate) struct Point {
    pub weights: Weights,
    pub target: DMatrix<f64>,
    /// The bars alive in each layer; `None` stands for a full bar.
    pub layers: Vec<Vec<Option<usize>>>,
    pub bars: Vec<(Bar, Role)>,
}

impl Point {
    pub(crate) fn new(problem: &Problem, subset: &SingularSubset, stratum: &Stratum) -> Self {
        let depth = problem.architecture().depth();
        let values = problem.spectrum().singular_values();
        let learned = subset.indices(problem.spectrum().multiplicities());
        let bars = bars(stratum, depth);
        let alive = |layer: usize| {
            let others = (0..bars.len()).filter(|&at| bars[at].0.contains(layer)).map(Some);
            learned.iter().map(|_| None).chain(others).collect::<Vec<_>>()
        };
        let layers: Vec<_> = (0..=depth).map(alive).collect();
        let amplitude = |slot: usize| values[learned[slot] - 1].powf(1.0 / depth as f64);
        let arrows = |pair: &[Vec<Option<usize>>]| {
            DMatrix::from_fn(pair[1].len(), pair[0].len(), |row, column| {
                match (pair[1][row], pair[0][column]) {
                    (None, None) if row == column => amplitude(row),
                    (Some(to), Some(from)) if to == from => 1.0,
                    _ => 0.0,
                }
            })
        };
        let weights = Weights::new(layers.windows(2).map(arrows).collect()).expect("chain");
        let mut target = weights.product();
        let left_out: Vec<f64> = (1..=problem.spectrum().rank())
            .filter(|mode| !learned.contains(mode))
            .map(|mode| values[mode - 1])
            .collect();
        let place = |layer: usize, mode: usize| {
            layers[layer].iter().position(|at| at.is_some_and(|at| bars[at].1 == Role::Mode(mode)))
        };
        for (mode, sigma) in left_out.iter().enumerate() {
            let (row, column) =
                (place(depth, mode).expect("output"), place(0, mode).expect("input"));
            target[(row, column)] = *sigma;
        }
        Self { weights, target, layers, bars }
    }

    /// The same by layer from 0 and place in the matrix, column by column.
    pub(crate) fn is_across_null_at(&self, layer: usize, place: usize) -> bool {
        let rows = self.layers[layer + 1].len();
        self.is_across_null(layer + 1, place % rows, place / rows)
    }

    fn is_across_null(&self, layer: usize, row: usize, column: usize) -> bool {
        let role = |at: Option<usize>| at.map(|at| self.bars[at].1);
        (role(self.layers[layer - 1][column]), role(self.layers[layer][row]))
            == (Some(Role::InputNull), Some(Role::OutputNull))
    }

    /// Entries between bars that are not full, and of those across null bars none or all.
    pub(crate) fn change(
        &self,
        with_null: bool,
        entry: impl Fn(usize, usize, usize) -> f64,
    ) -> Vec<DMatrix<f64>> {
        let layer = |layer: usize| {
            let (from, to) = (&self.layers[layer - 1], &self.layers[layer]);
            DMatrix::from_fn(to.len(), from.len(), |row, column| {
                let full = to[row].is_none() || from[column].is_none();
                let null = self.is_across_null(layer, row, column);
                if full || (null && !with_null) { 0.0 } else { entry(layer, row, column) }
            })
        };
        (1..self.layers.len()).map(layer).collect()
    }

    /// `W_k` for `k = 0, …, h` with `Π_i (W_i + t δ_i) = Σ_k t^k W_k`, of the given layers.
    fn powers(&self, change: &[DMatrix<f64>], layers: std::ops::Range<usize>) -> Vec<DMatrix<f64>> {
        let (inputs, depth) = (self.layers[layers.start].len(), change.len());
        let mut powers = vec![DMatrix::identity(inputs, inputs)];
        for at in layers {
            let matrix = &self.weights.matrices()[at];
            let rows = matrix.nrows();
            let mut next = vec![DMatrix::zeros(rows, inputs); (powers.len() + 1).min(depth + 1)];
            for (k, power) in powers.iter().enumerate() {
                next[k] += matrix * power;
                next[k + 1] += &change[at] * power;
            }
            powers = next;
        }
        powers
    }

    /// The derivative of `⟨R, W_k⟩` by each entry of the change.
    pub(crate) fn slopes(&self, change: &[DMatrix<f64>], degree: usize) -> Vec<DMatrix<f64>> {
        let residual = &self.target - self.weights.product();
        let depth = change.len();
        let slope = |layer: usize| {
            let (before, after) =
                (self.powers(change, 0..layer), self.powers(change, layer + 1..depth));
            let mut slope = DMatrix::zeros(change[layer].nrows(), change[layer].ncols());
            for (k, before) in before.iter().enumerate().take(degree) {
                if let Some(after) = after.get(degree - 1 - k) {
                    slope += after.transpose() * &residual * before.transpose();
                }
            }
            slope
        };
        (0..depth).map(slope).collect()
    }

    /// The entries in the lowest power of the loss, `order`, by layer and place; those across null
    /// bars, which `change(false, …)` leaves out, are in the third power when the order is 4.
    pub(crate) fn escaping(&self, order: usize) -> BTreeSet<(usize, usize)> {
        let change = self.change(false, uneven);
        let mut entries = involved(&self.slopes(&change, order), &change);
        if order == 4 {
            let with_null = self.change(true, uneven);
            entries.extend(involved(&self.slopes(&with_null, 3), &with_null));
        }
        entries
    }

    /// Coefficients of `L(W + t δ) − L(W)` in `t`.
    pub(crate) fn loss_along(&self, change: &[DMatrix<f64>]) -> Vec<f64> {
        let residual = &self.target - self.weights.product();
        let powers = self.powers(change, 0..change.len());
        let mut loss = vec![0.0; 2 * powers.len()];
        for (k, power) in powers.iter().enumerate().skip(1) {
            loss[k] -= residual.dot(power);
            for (j, other) in powers.iter().enumerate().skip(1) {
                loss[j + k] += 0.5 * power.dot(other);
            }
        }
        loss
    }
}

/// The entries whose slope does not vanish and that may be changed.
pub(crate) fn involved(
    slopes: &[DMatrix<f64>],
    change: &[DMatrix<f64>],
) -> BTreeSet<(usize, usize)> {
    let mut entries = BTreeSet::new();
    for (layer, (slope, change)) in slopes.iter().zip(change).enumerate() {
        entries.extend(
            (0..slope.len())
                .filter(|&at| change[at] > 0.0 && slope[at] > 1e-9)
                .map(|at| (layer, at)),
        );
    }
    entries
}

/// Numbers between ½ and 1½ that follow no pattern.
pub(crate) fn uneven(layer: usize, row: usize, column: usize) -> f64 {
    0.5 + ((layer * 7 + row * 13 + column * 29 + 3) as f64 * 0.618_033_988_75).fract()
}
