//! Points in whole numbers.

use num_bigint::BigInt;

use crate::{Matrix, exact_rank};

/// A [`Point`](crate::Point) whose layers and moments are cleared of denominators, with the partial
/// products that everything of second order is made of.
#[derive(Debug, Clone)]
pub struct ClearedPoint {
    pub(crate) weights: Vec<Matrix<BigInt>>,
    pub(crate) input: Matrix<BigInt>,
    pub(crate) cross: Matrix<BigInt>,
    /// `λ_i` of every layer in the cleared coordinates.
    pub(crate) decay: Vec<BigInt>,
    /// `R = C − W G`, up to a positive factor.
    pub(crate) residual: Matrix<BigInt>,
    /// `W_{i:1}` for `i = 0..h`.
    pub(crate) from_input: Vec<Matrix<BigInt>>,
    /// `W_{h:i+1}` for `i = 0..h`.
    pub(crate) to_output: Vec<Matrix<BigInt>>,
}

impl ClearedPoint {
    pub(super) fn new(
        weights: Vec<Matrix<BigInt>>,
        input: Matrix<BigInt>,
        cross: Matrix<BigInt>,
        decay: Vec<BigInt>,
    ) -> Self {
        let mut from_input = vec![Matrix::identity(input.rows())];
        for (before, matrix) in weights.iter().enumerate() {
            from_input.push(matrix.times(&from_input[before]));
        }
        let mut to_output = vec![Matrix::identity(cross.rows())];
        for (after, matrix) in weights.iter().rev().enumerate() {
            to_output.push(to_output[after].times(matrix));
        }
        to_output.reverse();
        let residual = cross.minus(&to_output[0].times(&input));
        Self { weights, input, cross, decay, residual, from_input, to_output }
    }

    /// Number of layers `h`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.weights.len()
    }

    /// Number of weights `N`.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.weights.iter().map(|matrix| matrix.entries().len()).sum()
    }

    /// `W_{to:from+1}`, from layer `from` to layer `to`; the identity when they are one.
    pub(crate) fn between(&self, from: usize, to: usize) -> Matrix<BigInt> {
        if from == to {
            let width = self.from_input[from].rows();
            return Matrix::identity(width);
        }
        let mut product = self.weights[from].clone();
        for matrix in &self.weights[from + 1..to] {
            product = matrix.times(&product);
        }
        product
    }

    /// `rank W_{to:from+1}` for every two layers `from < to`, as `(from, to, rank)`; from the input
    /// on, of what the data see of it, `W_{to:1} G`.
    #[must_use]
    pub fn product_ranks(&self) -> Vec<(usize, usize, usize)> {
        let layers = 0..self.depth();
        let pairs = layers.flat_map(|from| (from + 1..=self.depth()).map(move |to| (from, to)));
        let rank = |from: usize, to: usize| match from {
            0 => exact_rank(&self.from_input[to].times(&self.input)),
            _ => exact_rank(&self.between(from, to)),
        };
        pairs.map(|(from, to)| (from, to, rank(from, to))).collect()
    }

    /// `rank W_{h:a+1}ᵀ R W_{b:1}ᵀ` for every `b` and `a` with `a ≥ b + 2`, as `(b, a, rank)`: how
    /// many unlearned modes reach layer `b` from the input and are reached from layer `a` at the
    /// output.
    #[must_use]
    pub fn residual_ranks(&self) -> Vec<(usize, usize, usize)> {
        let pairs = (0..self.depth()).flat_map(|b| (b + 2..=self.depth()).map(move |a| (b, a)));
        let rank = |b: usize, a: usize| {
            let read = self.residual.times(&self.from_input[b].transposed());
            exact_rank(&self.to_output[a].transposed().times(&read))
        };
        pairs.map(|(b, a)| (b, a, rank(b, a))).collect()
    }
}
