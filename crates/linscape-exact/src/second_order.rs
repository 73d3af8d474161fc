//! Gradient and Hessian.

use num_bigint::BigInt;
use num_traits::Zero;

use crate::{ClearedPoint, ExactInertia, Matrix, exact_inertia};

impl ClearedPoint {
    /// The gradient vanishes: `W_{h:i+1}ᵀ R W_{i−1:1}ᵀ = λ_i W_i` in every layer `i`.
    #[must_use]
    pub fn is_critical(&self) -> bool {
        self.gradient().iter().all(Zero::is_zero)
    }

    /// What the gradient is in every layer, up to a sign and a positive factor a layer:
    /// `W_{h:i+1}ᵀ R W_{i−1:1}ᵀ − λ_i W_i`, layer by layer, each row by row.
    pub(crate) fn gradient(&self) -> Vec<BigInt> {
        let layer = |layer: usize| {
            let read = self.residual.times(&self.from_input[layer - 1].transposed());
            let pulled = self.to_output[layer].transposed().times(&read);
            pulled.minus(&self.weights[layer - 1].scaled(&self.decay[layer - 1]))
        };
        (1..=self.depth()).flat_map(|at| layer(at).entries().to_vec()).collect()
    }

    /// The Hessian, times a positive number and with each layer's coordinates scaled. Weights are in
    /// the order of layers, each row by row.
    ///
    /// The block of layers `i ≥ j` at `δ_i[a,b]`, `δ_j[c,d]` is
    ///
    /// ```text
    /// (W_{h:i+1}ᵀ W_{h:j+1})[a,c] (W_{i−1:1} G W_{j−1:1}ᵀ)[b,d]  −  B_ij[a,d] M_ij[b,c]
    /// ```
    ///
    /// with `B_ij = W_{h:i+1}ᵀ R W_{j−1:1}ᵀ` and `M_ij = W_{i−1:j+1}`; for `i = j` the last term is
    /// not there, and decay adds `λ_i` on the diagonal.
    ///
    /// # Complexity
    /// Two products of numbers an entry.
    #[must_use]
    pub fn hessian(&self) -> Matrix<BigInt> {
        self.symmetric_of_blocks(|i, j| self.block(i, j))
    }

    /// The symmetric matrix with the given blocks of layers `i ≥ j`.
    pub(crate) fn symmetric_of_blocks(
        &self,
        block: impl Fn(usize, usize) -> Matrix<BigInt>,
    ) -> Matrix<BigInt> {
        let mut starts = vec![0];
        for layer in &self.weights {
            starts.push(starts[starts.len() - 1] + layer.entries().len());
        }
        let mut whole = Matrix::<BigInt>::zeros(self.parameters(), self.parameters());
        for i in 1..=self.depth() {
            for j in 1..=i {
                let block = block(i, j);
                for row in 0..block.rows() {
                    for (column, entry) in block.row(row).iter().enumerate() {
                        let (row, column) = (starts[i - 1] + row, starts[j - 1] + column);
                        whole[(row, column)].clone_from(entry);
                        whole[(column, row)].clone_from(entry);
                    }
                }
            }
        }
        whole
    }

    /// The Hessian's block of two layers `i ≥ j`.
    fn block(&self, i: usize, j: usize) -> Matrix<BigInt> {
        let outputs = self.to_output[i].transposed().times(&self.to_output[j]);
        let inputs =
            self.from_input[i - 1].times(&self.input).times(&self.from_input[j - 1].transposed());
        let pulled = self.residual.times(&self.from_input[j - 1].transposed());
        let pulled = self.to_output[i].transposed().times(&pulled);
        let inner = (i > j).then(|| self.between(j, i - 1));
        let (left, right) = (&self.weights[i - 1], &self.weights[j - 1]);
        Matrix::from_fn(left.entries().len(), right.entries().len(), |row, column| {
            let (a, b) = (row / left.columns(), row % left.columns());
            let (c, d) = (column / right.columns(), column % right.columns());
            let square = &outputs[(a, c)] * &inputs[(b, d)];
            match &inner {
                None if row == column => square + &self.decay[i - 1],
                None => square,
                Some(inner) => square - &pulled[(a, d)] * &inner[(b, c)],
            }
        })
    }

    /// Index, nullity and coindex of the Hessian, with the pivots that prove them.
    #[must_use]
    pub fn inertia(&self) -> ExactInertia {
        exact_inertia(&self.hessian())
    }
}
