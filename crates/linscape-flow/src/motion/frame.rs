//! Orthogonal bases of the layers.

use linscape_lapack::{Factor, accumulate_product, multiply};
use nalgebra::DMatrix;

/// Orthogonal bases `Q_0, …, Q_h` of the spaces between the layers, in which weights read
/// `Q_iᵀ W_i Q_{i−1}`. The loss and the sizes of the layers do not depend on the frame, and
/// gradient flow commutes with changing it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frame {
    bases: Vec<DMatrix<f64>>,
    /// Which layers of a state have a bias behind their matrix, which turns with their outputs; empty: none has.
    biases: Vec<bool>,
}

impl Frame {
    /// The frame with the given bases, from the input on.
    pub(crate) fn new(bases: Vec<DMatrix<f64>>) -> Self {
        Self { bases, biases: Vec::new() }
    }

    /// The frame in which nothing changes.
    pub(crate) fn standard(widths: &[usize]) -> Self {
        Self::new(widths.iter().map(|&width| DMatrix::identity(width, width)).collect())
    }

    /// The same of states in which these layers have biases.
    pub(crate) fn with_biases(self, biases: &[bool]) -> Self {
        Self { biases: biases.to_vec(), ..self }
    }

    /// `Q_0`.
    pub(crate) fn input(&self) -> &DMatrix<f64> {
        &self.bases[0]
    }

    /// `Q_h`.
    pub(crate) fn output(&self) -> &DMatrix<f64> {
        &self.bases[self.bases.len() - 1]
    }

    /// The frame `inner` of weights that are read in this one already.
    pub(crate) fn followed_by(&self, inner: &Self) -> Self {
        let bases = self.bases.iter().zip(&inner.bases);
        let bases = bases.map(|(outer, inner)| multiply(outer, inner)).collect();
        Self { bases, biases: self.biases.clone() }
    }

    /// A state read in this frame.
    pub(crate) fn read(&self, state: &[f64], read: &mut [f64]) {
        self.turn(state, read, true);
    }

    /// The state that reads so in this frame.
    pub(crate) fn restore(&self, read: &[f64], state: &mut [f64]) {
        self.turn(read, state, false);
    }

    fn turn(&self, from: &[f64], to: &mut [f64], into: bool) {
        let mut start = 0;
        let mut half = Vec::new();
        for (at, pair) in self.bases.windows(2).enumerate() {
            let (columns, rows) = (pair[0].nrows(), pair[1].nrows());
            let range = start..start + rows * columns;
            start = range.end;
            let (left, right) = (Factor::from(&pair[1]), Factor::from(&pair[0]));
            let (left, right) =
                if into { (left.transposed(), right) } else { (left, right.transposed()) };
            half.clear();
            half.resize(range.len(), 0.0);
            let layer = Factor::new(&from[range.clone()], rows, columns);
            accumulate_product(1.0, left, layer, 0.0, &mut half);
            let half = Factor::new(&half, rows, columns);
            accumulate_product(1.0, half, right, 0.0, &mut to[range]);
            if self.biases.get(at) == Some(&true) {
                let range = start..start + rows;
                start = range.end;
                let bias = Factor::new(&from[range.clone()], rows, 1);
                accumulate_product(1.0, left, bias, 0.0, &mut to[range]);
            }
        }
    }
}
