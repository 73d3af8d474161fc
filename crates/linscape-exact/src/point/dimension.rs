//! Dimensions of strata.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use crate::arithmetic::{integral, reduced_rows};
use crate::{ClearedPoint, Matrix, Point, exact_rank};

impl Point {
    /// The dimension of the stratum through a critical point: the rank of the infinitesimal action
    /// `δW_i = X_i W_i − W_i X_{i−1}` of the group that moves points along it, and the weights that
    /// the loss does not feel. `X_1, …, X_{h−1}` are free; the outer pair `(X_0, X_h)` either keeps
    /// end-to-end map and residual, `X_h W = W X_0` and `X_hᵀ R = R X_0ᵀ`, or turns equal singular
    /// values into each other, `X_h` skew, `X_0 G` skew and `X_h C + C X_0ᵀ = 0`.
    ///
    /// With decay on every layer only rotations keep the loss: all `X_i` are skew, and the outer pairs
    /// are of the second kind. Then this is the dimension of the family of a point.
    ///
    /// # Complexity
    /// That of ranks of matrices of `N` rows and `Σ_{0<i<h} d_i² + d_0² + d_h²` columns, and
    /// `O((d_0² + d_h²)³)` fractions for the outer pairs, fewer where `W` and `R` are sparse.
    ///
    /// # Examples
    /// The hyperbola `w₂w₁ = 2`:
    /// ```
    /// use linscape_exact::{Matrix, Moments, Point};
    /// let number = |value: i64| num_rational::BigRational::from_integer(value.into());
    /// let one = |value| Matrix::from_rows(&[&[number(value)]]);
    /// let point = Point::new(vec![one(1), one(2)], Moments::white(one(2)))?;
    /// assert_eq!(point.dimension(), 1);
    /// # Ok::<(), linscape_exact::PointError>(())
    /// ```
    #[must_use]
    pub fn dimension(&self) -> usize {
        let (point, ignored) = self.without_redundancy();
        let at = point.cleared();
        let decayed = self.decay().iter().all(|decay| !decay.is_zero());
        let mut moves: Vec<Vec<BigInt>> = Vec::new();
        for layer in 1..at.depth() {
            let width = at.weights[layer].columns();
            let places = (0..width).flat_map(|row| (0..width).map(move |column| (row, column)));
            if decayed {
                moves.extend(places.filter(|(row, column)| row < column).map(|(row, column)| {
                    let back = at.hidden_move(layer, column, row).into_iter();
                    let there = at.hidden_move(layer, row, column).into_iter();
                    there.zip(back).map(|(there, back)| there - back).collect()
                }));
            } else {
                moves.extend(places.map(|(row, column)| at.hidden_move(layer, row, column)));
            }
        }
        let stabilizers = if decayed { Vec::new() } else { at.stabilizers() };
        for pair in stabilizers.into_iter().chain(at.turns()) {
            moves.push(at.outer_move(&pair));
        }
        let rows: Vec<&[BigInt]> = moves.iter().map(Vec::as_slice).collect();
        exact_rank(&Matrix::from_rows(&rows)) + ignored
    }
}

/// `X_0` and `X_h`.
type OuterPair = (Matrix<BigInt>, Matrix<BigInt>);

impl ClearedPoint {
    /// `X_layer` is the elementary matrix with a 1 at the given place.
    fn hidden_move(&self, layer: usize, row: usize, column: usize) -> Vec<BigInt> {
        let mut changes = self.no_move();
        let (before, after) = (&self.weights[layer - 1], &self.weights[layer]);
        for entry in 0..before.columns() {
            changes[layer - 1][(row, entry)].clone_from(&before[(column, entry)]);
        }
        for entry in 0..after.rows() {
            changes[layer][(entry, column)] = -after[(entry, row)].clone();
        }
        flattened(&changes)
    }

    fn outer_move(&self, (inputs, outputs): &OuterPair) -> Vec<BigInt> {
        let mut changes = self.no_move();
        let last = self.depth() - 1;
        changes[0] = changes[0].minus(&self.weights[0].times(inputs));
        changes[last] = changes[last].plus(&outputs.times(&self.weights[last]));
        flattened(&changes)
    }

    fn no_move(&self) -> Vec<Matrix<BigInt>> {
        let zeros = |matrix: &Matrix<BigInt>| Matrix::zeros(matrix.rows(), matrix.columns());
        self.weights.iter().map(zeros).collect()
    }

    /// Pairs that keep end-to-end map and residual.
    fn stabilizers(&self) -> Vec<OuterPair> {
        let (product, residual) = (&self.to_output[0], &self.residual);
        self.outer_pairs(|inputs, outputs| {
            let map = outputs.times(product).minus(&product.times(inputs));
            let seen = outputs.transposed().times(residual);
            vec![map, seen.minus(&residual.times(&inputs.transposed()))]
        })
    }

    /// Pairs of infinitesimal rotations that keep `Σ`.
    fn turns(&self) -> Vec<OuterPair> {
        self.outer_pairs(|inputs, outputs| {
            let skew = inputs.times(&self.input);
            vec![
                outputs.times(&self.cross).plus(&self.cross.times(&inputs.transposed())),
                outputs.plus(&outputs.transposed()),
                skew.plus(&skew.transposed()),
            ]
        })
    }

    /// A basis of the pairs that meet linear conditions, given by what they must kill.
    fn outer_pairs(
        &self,
        conditions: impl Fn(&Matrix<BigInt>, &Matrix<BigInt>) -> Vec<Matrix<BigInt>>,
    ) -> Vec<OuterPair> {
        let (inputs, outputs) = (self.cross.columns(), self.cross.rows());
        let pair = |entries: &[BigInt]| {
            let (first, second) = entries.split_at(inputs * inputs);
            let square = |order: usize, entries: &[BigInt]| {
                Matrix::from_fn(order, order, |row, column| entries[row * order + column].clone())
            };
            (square(inputs, first), square(outputs, second))
        };
        let unknowns = inputs * inputs + outputs * outputs;
        let columns: Vec<Vec<BigInt>> = (0..unknowns)
            .map(|unknown| {
                let unit: Vec<BigInt> =
                    (0..unknowns).map(|at| BigInt::from(u8::from(at == unknown))).collect();
                let (first, second) = pair(&unit);
                flattened(&conditions(&first, &second))
            })
            .collect();
        let equations = Matrix::from_fn(columns[0].len(), unknowns, |row, column| {
            BigRational::from_integer(columns[column][row].clone())
        });
        kernel(&equations).iter().map(|solution| pair(solution)).collect()
    }
}

fn flattened(changes: &[Matrix<BigInt>]) -> Vec<BigInt> {
    changes.iter().flat_map(|change| change.entries().iter().cloned()).collect()
}

/// Whole vectors that form a basis of what a matrix kills.
pub(super) fn kernel(matrix: &Matrix<BigRational>) -> Vec<Vec<BigInt>> {
    let (rows, leading) = reduced_rows(matrix);
    let free = (0..matrix.columns()).filter(|column| !leading.contains(column));
    free.map(|column| {
        let mut solution = Matrix::zeros(1, matrix.columns());
        solution[(0, column)] = BigRational::from_integer(1.into());
        for (row, &lead) in leading.iter().enumerate() {
            solution[(0, lead)] = -rows[(row, column)].clone();
        }
        integral(&solution).1.entries().to_vec()
    })
    .collect()
}
