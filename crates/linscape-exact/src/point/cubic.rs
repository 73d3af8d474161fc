//! The loss in third order where the Hessian is silent.

use num_bigint::BigInt;
use num_rational::BigRational;

use super::dimension::kernel;
use crate::{ClearedPoint, Matrix};

impl ClearedPoint {
    /// The third derivative vanishes for any three directions in which the Hessian does. At a
    /// critical point without negative eigenvalues the loss then falls in no degree below 4, and
    /// otherwise in degree 3.
    ///
    /// # Method
    /// Let `δ = v + w` with `v` in the kernel `K` and `w` across it. If the cubic form is not zero
    /// on `K` it is negative at some `v` or `−v`. If it is zero there, every cubic term has a
    /// factor `w`, and `½ λ‖w‖² − c ‖w‖ (‖v‖² + ‖w‖²) − c ‖δ‖⁴` is no less than a multiple of
    /// `−‖δ‖⁴`, with `λ` the least positive eigenvalue.
    ///
    /// # Complexity
    /// `O(n k (N + n) N)` products of whole numbers for a kernel of dimension `n`, after an
    /// elimination of the Hessian in fractions.
    ///
    /// # Examples
    /// The origin of `½(1 − w₃w₂w₁)²` falls as a cube, that of `½(1 − w₄w₃w₂w₁)²` as a fourth power.
    /// ```
    /// use linscape_exact::{Matrix, Moments, Point};
    /// let number = |value: i64| num_rational::BigRational::from_integer(value.into());
    /// let one = |value| Matrix::from_rows(&[&[number(value)]]);
    /// for (depth, silent) in [(3, false), (4, true)] {
    ///     let point = Point::new(vec![one(0); depth], Moments::white(one(1)))?;
    ///     assert_eq!(point.cleared().cubic_is_silent(), silent);
    /// }
    /// # Ok::<(), linscape_exact::PointError>(())
    /// ```
    #[must_use]
    pub fn cubic_is_silent(&self) -> bool {
        let hessian = self.hessian();
        let silent = kernel(&hessian.map(|entry| BigRational::from_integer(entry.clone())));
        let basis = Matrix::from_fn(silent.len(), hessian.columns(), |row, column| {
            silent[row][column].clone()
        });
        silent.iter().all(|direction| {
            let direction = self.unflattened(direction);
            let motion = Motion::of(self, &direction);
            let change = self.symmetric_of_blocks(|i, j| motion.block(i, j));
            basis.times(&change).times(&basis.transposed()).is_zero()
        })
    }

    /// One matrix a layer, from weights in the order of the Hessian.
    fn unflattened(&self, flat: &[BigInt]) -> Vec<Matrix<BigInt>> {
        let mut rest = flat;
        let layers = self.weights.iter().map(|matrix| {
            let (these, after) = rest.split_at(matrix.entries().len());
            rest = after;
            let columns = matrix.columns();
            Matrix::from_fn(matrix.rows(), columns, |row, column| {
                these[row * columns + column].clone()
            })
        });
        layers.collect()
    }
}

/// Derivatives of all partial products along a change of weights.
struct Motion<'p> {
    at: &'p ClearedPoint,
    change: &'p [Matrix<BigInt>],
    from_input: Vec<Matrix<BigInt>>,
    to_output: Vec<Matrix<BigInt>>,
    residual: Matrix<BigInt>,
}

impl<'p> Motion<'p> {
    fn of(at: &'p ClearedPoint, change: &'p [Matrix<BigInt>]) -> Self {
        let still = |matrix: &Matrix<BigInt>| Matrix::zeros(matrix.rows(), matrix.columns());
        let mut from_input = vec![still(&at.from_input[0])];
        for layer in 1..=at.depth() {
            let carried = at.weights[layer - 1].times(&from_input[layer - 1]);
            from_input.push(change[layer - 1].times(&at.from_input[layer - 1]).plus(&carried));
        }
        let mut to_output = vec![still(&at.to_output[at.depth()])];
        for layer in (1..=at.depth()).rev() {
            let after = &to_output[at.depth() - layer];
            let carried = after.times(&at.weights[layer - 1]);
            to_output.push(at.to_output[layer].times(&change[layer - 1]).plus(&carried));
        }
        to_output.reverse();
        let residual = still(&at.residual).minus(&to_output[0].times(&at.input));
        Self { at, change, from_input, to_output, residual }
    }

    /// The derivative of the Hessian's block of two layers `i ≥ j`, term by term as in
    /// [`ClearedPoint::hessian`].
    fn block(&self, i: usize, j: usize) -> Matrix<BigInt> {
        let at = self.at;
        let inputs = |left: &Matrix<BigInt>, right: &Matrix<BigInt>| {
            left.times(&at.input).times(&right.transposed())
        };
        let outputs =
            |left: &Matrix<BigInt>, right: &Matrix<BigInt>| left.transposed().times(right);
        let pulled = |left: &Matrix<BigInt>, middle: &Matrix<BigInt>, right: &Matrix<BigInt>| {
            left.transposed().times(&middle.times(&right.transposed()))
        };
        let (output, read) = (&at.to_output, &at.from_input);
        let square = outputs(&output[i], &output[j]);
        let square_change =
            outputs(&self.to_output[i], &output[j]).plus(&outputs(&output[i], &self.to_output[j]));
        let gram = inputs(&read[i - 1], &read[j - 1]);
        let gram_change = inputs(&self.from_input[i - 1], &read[j - 1])
            .plus(&inputs(&read[i - 1], &self.from_input[j - 1]));
        let seen = pulled(&output[i], &at.residual, &read[j - 1]);
        let seen_change = pulled(&self.to_output[i], &at.residual, &read[j - 1])
            .plus(&pulled(&output[i], &self.residual, &read[j - 1]))
            .plus(&pulled(&output[i], &at.residual, &self.from_input[j - 1]));
        let inner = (i > j).then(|| (at.between(j, i - 1), self.between(j, i - 1)));
        let (left, right) = (&at.weights[i - 1], &at.weights[j - 1]);
        Matrix::from_fn(left.entries().len(), right.entries().len(), |row, column| {
            let (a, b) = (row / left.columns(), row % left.columns());
            let (c, d) = (column / right.columns(), column % right.columns());
            let first =
                &square_change[(a, c)] * &gram[(b, d)] + &square[(a, c)] * &gram_change[(b, d)];
            match &inner {
                None => first,
                Some((inner, inner_change)) => {
                    first
                        - &seen_change[(a, d)] * &inner[(b, c)]
                        - &seen[(a, d)] * &inner_change[(b, c)]
                }
            }
        })
    }

    /// The derivative of `W_{to:from+1}`.
    fn between(&self, from: usize, to: usize) -> Matrix<BigInt> {
        let width = self.at.from_input[from].rows();
        let mut sum = Matrix::zeros(self.at.from_input[to].rows(), width);
        for layer in from + 1..=to {
            let before = self.at.between(from, layer - 1);
            let after = self.at.between(layer, to);
            sum = sum.plus(&after.times(&self.change[layer - 1]).times(&before));
        }
        sum
    }
}
