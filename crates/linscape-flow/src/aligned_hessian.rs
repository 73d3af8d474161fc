//! The Hessian of aligned weights, solved block by block.

use crate::{GradientFlow, Workspace};
use nalgebra::DMatrix;

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
    widths: Vec<usize>,
    factor: f64,
    /// Diagonals of the layers and of the residual.
    layers: Vec<Vec<f64>>,
    residual: Vec<f64>,
    /// `above[i − 1][p]` and `below[i − 1][q]`: what an entry `(p, q)` of layer `i` is multiplied
    /// with on its way into the end-to-end map.
    above: Vec<Vec<f64>>,
    below: Vec<Vec<f64>>,
    couples_layers: bool,
    /// First place of a layer in a state.
    starts: Vec<usize>,
    blocks: Vec<Block>,
}

/// The inverse of `I + c H` on the entries of one pair `{p, q}`.
#[derive(Debug, Clone)]
struct Block {
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
    pub fn new(flow: &GradientFlow, state: &[f64]) -> Self {
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
        Self {
            starts: starts.collect(),
            factor: flow.factor(),
            residual: (0..modes).map(|at| flow.target()[(at, at)] - product[(at, at)]).collect(),
            above: above(&widths, &layers),
            below: below(flow, &widths, &layers, &workspace),
            couples_layers: flow.stretches().is_none(),
            layers,
            widths,
            blocks: Vec::new(),
        }
    }

    /// Prepares the blocks of `I + c H`.
    ///
    /// # Complexity
    /// `O(h³)` for each of the pairs of the widest layer.
    pub fn factorise(&mut self, c: f64) {
        let largest = self.widths.iter().copied().max().unwrap_or(0);
        let pairs = (0..largest).flat_map(|p| (p..largest).map(move |q| (p, q)));
        self.blocks = pairs.filter_map(|(p, q)| self.block(p, q, c)).collect();
    }

    fn block(&self, p: usize, q: usize, c: f64) -> Option<Block> {
        let entries = self.entries(p, q);
        let order = entries.len();
        if order == 0 {
            return None;
        }
        let matrix = DMatrix::from_fn(order, order, |a, b| {
            let identity = if a == b { 1.0 } else { 0.0 };
            identity + c * self.coupling(entries[a], entries[b])
        });
        let inverse = match matrix.cholesky() {
            Some(factor) => factor.inverse(),
            // Negative curvature beyond 1/c: the identity keeps the whole definite.
            None => DMatrix::identity(order, order),
        };
        let place = |entry: &Entry| {
            self.starts[entry.layer] + entry.column * self.widths[entry.layer + 1] + entry.row
        };
        Some(Block {
            places: entries.iter().map(place).collect(),
            inverse: inverse.as_slice().to_vec(),
        })
    }

    fn entries(&self, p: usize, q: usize) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (layer, pair) in self.widths.windows(2).enumerate() {
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
    pub fn solve(&self, right: &[f64], solution: &mut [f64]) {
        for Block { places, inverse } in &self.blocks {
            let order = places.len();
            for (&place, row) in places.iter().zip(inverse.chunks_exact(order)) {
                solution[place] = row.iter().zip(places).map(|(a, &from)| a * right[from]).sum();
            }
        }
    }
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
