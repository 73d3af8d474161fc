//! The Hessian of aligned weights, solved block by block.

use crate::{GradientFlow, Penalty, Workspace};

/// `(I + c H)⁻¹` for the Hessian `H` of the loss, with the couplings that aligned weights have.
///
/// Where all layers and the residual are diagonal (balanced weights are, in an aligned frame) the
/// second variation couples the entry `(p, q)` of a layer only with the entries `(p, q)` and
/// `(q, p)` of the others: `H` falls apart into one block of order at most `2h` for each pair
/// `{p, q}`, the same that give the balanced spectrum. Elsewhere this is an approximation, and
/// serves as a preconditioner. Where stretched inputs spoil the diagonals, the couplings between
/// layers are left out and each layer keeps the diagonal of its own part of `JᵀJ`.
///
/// Source: `docs/theory.md`, "Gradient flow" and "Balanced representative".
#[derive(Debug, Clone)]
pub(crate) struct AlignedHessian {
    factor: f64,
    /// Diagonals of the layers and of the residual.
    layers: Vec<Vec<f64>>,
    residual: Vec<f64>,
    /// `above[i − 1][p]` and `below[i − 1][q]`: what an entry `(p, q)` of layer `i` is multiplied
    /// with on its way into the end-to-end map.
    above: Vec<Vec<f64>>,
    below: Vec<Vec<f64>>,
    couples_layers: bool,
    penalty: Option<Penalty>,
    blocks: Vec<Block>,
}

/// The inverse of `I + c H` on the entries of one pair `{p, q}`.
#[derive(Debug, Clone)]
struct Block {
    entries: Vec<Entry>,
    /// Where they stand in a state.
    places: Vec<usize>,
    /// Row by row.
    inverse: Vec<f64>,
}

/// An entry of a layer.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// From 0.
    layer: usize,
    row: usize,
    column: usize,
}

impl AlignedHessian {
    /// Reads the diagonals of a state in an aligned frame.
    pub(crate) fn new(flow: &GradientFlow, state: &[f64]) -> Self {
        let widths = flow.widths().to_vec();
        let starts = widths.windows(2).scan(0, |next, pair| {
            let start = *next;
            *next += pair[0] * pair[1];
            Some(start)
        });
        let layers: Vec<Vec<f64>> = flow
            .layers(state)
            .iter()
            .map(|layer| {
                let (rows, columns) = layer.shape();
                (0..rows.min(columns)).map(|at| layer.entries()[at * rows + at]).collect()
            })
            .collect();
        let mut workspace = flow.workspace();
        workspace.forward(flow, &flow.layers(state));
        let product = workspace.layer_input(flow.depth());
        let modes = product.nrows().min(product.ncols());
        let starts: Vec<usize> = starts.collect();
        Self {
            blocks: blocks(&widths, &starts),
            factor: flow.factor(),
            residual: (0..modes).map(|at| flow.target()[(at, at)] - product[(at, at)]).collect(),
            above: above(&widths, &layers),
            below: below(flow, &widths, &layers, &workspace),
            couples_layers: flow.stretches().is_none(),
            penalty: flow.penalty().cloned(),
            layers,
        }
    }

    /// Prepares the blocks of `I + c H`.
    ///
    /// # Complexity
    /// `O(h³)` for each of the pairs of the widest layer.
    pub(crate) fn factorise(&mut self, c: f64) {
        let mut blocks = std::mem::take(&mut self.blocks);
        for Block { entries, inverse, .. } in &mut blocks {
            let order = entries.len();
            let pairs = entries.iter().flat_map(|a| entries.iter().map(move |b| (*a, *b)));
            inverse.clear();
            inverse.extend(pairs.map(|(a, b)| c * self.coupling(a, b)));
            add_identity(inverse, order);
            if !invert(inverse, order) {
                // Negative curvature beyond 1/c: the identity keeps the whole definite.
                inverse.fill(0.0);
                add_identity(inverse, order);
            }
        }
        self.blocks = blocks;
    }

    /// The second derivative of the loss by two entries.
    fn coupling(&self, a: Entry, b: Entry) -> f64 {
        if a.layer != b.layer && !self.couples_layers {
            return 0.0;
        }
        let mut sum = 0.0;
        if (a.row, a.column) == (b.row, b.column) {
            let slope = |entry: Entry| {
                self.above[entry.layer][entry.row] * self.below[entry.layer][entry.column]
            };
            sum += slope(a) * slope(b);
            let penalty = self.penalty.as_ref().filter(|_| a.layer == b.layer);
            sum += penalty.map_or(0.0, |own| own.strength(a.layer, a.column));
        }
        if (a.row, a.column) == (b.column, b.row) && a.layer != b.layer {
            let (later, earlier) = if a.layer > b.layer { (a, b) } else { (b, a) };
            let mode = later.row;
            let residual = self.residual.get(mode).copied().unwrap_or(0.0);
            let pulled = self.above[later.layer][mode] * residual * self.below[earlier.layer][mode];
            sum -= pulled * chain(&self.layers[earlier.layer + 1..later.layer], later.column);
        }
        self.factor * sum
    }

    /// `(I + c H)⁻¹ b`, approximately.
    pub(crate) fn solve(&self, right: &[f64], solution: &mut [f64]) {
        for Block { places, inverse, .. } in &self.blocks {
            let order = places.len();
            for (&place, row) in places.iter().zip(inverse.chunks_exact(order)) {
                solution[place] = row.iter().zip(places).map(|(a, &from)| a * right[from]).sum();
            }
        }
    }
}

/// The pairs `{p, q}` that have entries, from the first on.
fn blocks(widths: &[usize], starts: &[usize]) -> Vec<Block> {
    let largest = widths.iter().copied().max().unwrap_or(0);
    let pairs = (0..largest).flat_map(|p| (p..largest).map(move |q| (p, q)));
    let block = |(p, q)| {
        let entries = entries(widths, p, q);
        let place = |entry: &Entry| {
            starts[entry.layer] + entry.column * widths[entry.layer + 1] + entry.row
        };
        Block { places: entries.iter().map(place).collect(), entries, inverse: Vec::new() }
    };
    pairs.map(block).filter(|block| !block.entries.is_empty()).collect()
}

fn entries(widths: &[usize], p: usize, q: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (layer, pair) in widths.windows(2).enumerate() {
        let (columns, rows) = (pair[0], pair[1]);
        if p < rows && q < columns {
            entries.push(Entry { layer, row: p, column: q });
        }
        if p != q && q < rows && p < columns {
            entries.push(Entry { layer, row: q, column: p });
        }
    }
    entries
}

fn add_identity(matrix: &mut [f64], order: usize) {
    matrix.iter_mut().step_by(order + 1).for_each(|entry| *entry += 1.0);
}

/// Inverts a symmetric matrix in its place by elimination, without pivots, which positive definite
/// ones do not need; false when it is not definite. For a handful of rows this costs a fraction of
/// what a library spends on setting out.
fn invert(matrix: &mut [f64], order: usize) -> bool {
    for k in 0..order {
        let pivot = matrix[k * order + k];
        if pivot <= 0.0 || pivot.is_nan() {
            return false;
        }
        matrix[k * order + k] = 1.0;
        matrix[k * order..(k + 1) * order].iter_mut().for_each(|entry| *entry /= pivot);
        for row in (0..order).filter(|&row| row != k) {
            let factor = std::mem::take(&mut matrix[row * order + k]);
            for column in 0..order {
                matrix[row * order + column] -= factor * matrix[k * order + column];
            }
        }
    }
    true
}

/// The product of diagonals at an index; zero where one of them has ended.
fn chain(diagonals: &[Vec<f64>], index: usize) -> f64 {
    diagonals.iter().map(|diagonal| diagonal.get(index).copied().unwrap_or(0.0)).product()
}

fn above(widths: &[usize], layers: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let depth = layers.len();
    let row = |layer: usize| (0..widths[layer + 1]).map(move |p| chain(&layers[layer + 1..], p));
    (0..depth).map(|layer| row(layer).collect()).collect()
}

fn below(
    flow: &GradientFlow,
    widths: &[usize],
    layers: &[Vec<f64>],
    workspace: &Workspace,
) -> Vec<Vec<f64>> {
    let depth = layers.len();
    match flow.stretches() {
        None => {
            let row = |layer: usize| (0..widths[layer]).map(move |q| chain(&layers[..layer], q));
            (0..depth).map(|layer| row(layer).collect()).collect()
        }
        Some(stretches) => {
            let inner = |layer: usize| {
                workspace.layer_input(layer).row_iter().map(|row| row.norm()).collect()
            };
            std::iter::once(stretches.iter().copied().collect())
                .chain((1..depth).map(inner))
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definite_matrices_are_inverted_and_others_refused() {
        // [[2, 1], [1, 1]] has the inverse [[1, −1], [−1, 2]].
        let mut matrix = [2.0, 1.0, 1.0, 1.0];
        assert!(invert(&mut matrix, 2));
        assert_eq!(matrix.as_slice(), vec![1.0, -1.0, -1.0, 2.0]);
        assert!(!invert(&mut [1.0, 2.0, 2.0, 1.0], 2));
        assert!(!invert(&mut [f64::NAN], 1));
    }
}
