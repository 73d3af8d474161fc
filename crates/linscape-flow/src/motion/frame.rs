//! Orthogonal bases of the layers.

use linscape_lapack::{Factor, accumulate_product, multiply};
use nalgebra::DMatrix;

/// Orthogonal bases `Q_0, …, Q_h` of the spaces between the layers, in which weights read
/// `Q_iᵀ W_i Q_{i−1}`. The loss and the sizes of the layers do not depend on the frame, and
/// gradient flow commutes with changing it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frame {
    bases: Vec<DMatrix<f64>>,
}

impl Frame {
    /// The frame with the given bases, from the input on.
    pub(crate) fn new(bases: Vec<DMatrix<f64>>) -> Self {
        Self { bases }
    }

    /// The frame in which nothing changes.
    pub(crate) fn standard(widths: &[usize]) -> Self {
        Self::new(widths.iter().map(|&width| DMatrix::identity(width, width)).collect())
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
        Self::new(bases.map(|(outer, inner)| multiply(outer, inner)).collect())
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
        for pair in self.bases.windows(2) {
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
        }
    }
}
