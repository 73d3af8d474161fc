//! Matrices that move every layer by the same number of layers.

use linscape_lapack::multiply;
use linscape_network::Weights;
use nalgebra::DMatrix;
use std::ops::{Add, Mul, Sub};
use thiserror::Error;

/// A square matrix of order `Σ d_i` in blocks of `d_i × d_j`, `i, j = 0, …, h`, that is zero
/// outside one block diagonal: only the blocks `(i, i − k)` may differ from zero. The number `k`,
/// negative above the diagonal, is its *degree*.
///
/// Degrees add under multiplication, transposition changes their sign, and from `|k| = h + 1` on
/// there is no block left: these rules are nilpotency. Only the blocks of the degree are stored
/// and multiplied.
///
/// # Examples
/// ```
/// use linscape_flow::BlockShift;
/// use nalgebra::DMatrix;
/// // Two scalar layers 3 and 2: the square holds their product, the cube nothing.
/// let dense = DMatrix::from_row_slice(3, 3, &[0.0, 0.0, 0.0, 3.0, 0.0, 0.0, 0.0, 2.0, 0.0]);
/// let shift = BlockShift::from_dense(&[1, 1, 1], 1, &dense)?;
/// let square = &shift * &shift;
/// assert_eq!((square.degree(), square.block(2, 0)), (2, Some(&DMatrix::from_element(1, 1, 6.0))));
/// assert_eq!((&square * &shift).dense(), DMatrix::zeros(3, 3));
/// # Ok::<(), linscape_flow::BlockShiftError>(())
/// ```
///
/// Source: `docs/theory.md`, "Adjacency form"; Wendin and Altafini (arXiv:2511.10362).
#[derive(Debug, Clone, PartialEq)]
pub struct BlockShift {
    widths: Vec<usize>,
    degree: isize,
    /// The blocks `(i, i − k)` from the top.
    blocks: Vec<DMatrix<f64>>,
}

/// Why a matrix is no block shift.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BlockShiftError {
    /// Its order is not the sum of the widths.
    #[error("the matrix is {rows}×{columns}, but the widths add up to {order}")]
    Order {
        /// Rows of the matrix.
        rows: usize,
        /// Columns of the matrix.
        columns: usize,
        /// Sum of the widths.
        order: usize,
    },
    /// An entry outside the blocks of the degree is not zero.
    #[error("row {row}, column {column} lies outside the blocks of degree {degree} and is not 0")]
    Outside {
        /// 1-based row.
        row: usize,
        /// 1-based column.
        column: usize,
        /// The degree that was asked for.
        degree: isize,
    },
}

impl BlockShift {
    /// The zero matrix of the given degree.
    #[must_use]
    pub fn zeros(widths: &[usize], degree: isize) -> Self {
        let block = |(i, j): (usize, usize)| DMatrix::zeros(widths[i], widths[j]);
        let blocks = places(widths.len(), degree).map(block).collect();
        Self { widths: widths.to_vec(), degree, blocks }
    }

    /// The identity, of degree 0.
    #[must_use]
    pub fn identity(widths: &[usize]) -> Self {
        let blocks = widths.iter().map(|&width| DMatrix::identity(width, width)).collect();
        Self { widths: widths.to_vec(), degree: 0, blocks }
    }

    /// The matrix of degree 1 with one matrix a layer: `W_i` in block `(i, i − 1)`.
    #[must_use]
    pub fn of_layers(weights: &Weights) -> Self {
        Self { widths: weights.widths(), degree: 1, blocks: weights.matrices().to_vec() }
    }

    /// The matrix of degree `h` with the given `d_h × d_0` matrix in block `(h, 0)`.
    pub(crate) fn in_corner(widths: &[usize], corner: DMatrix<f64>) -> Self {
        let degree = widths.len().cast_signed() - 1;
        Self { widths: widths.to_vec(), degree, blocks: vec![corner] }
    }

    /// Reads the blocks of the given degree from a dense matrix.
    ///
    /// # Errors
    /// When the order is not `Σ d_i`, or an entry elsewhere is not exactly zero.
    pub fn from_dense(
        widths: &[usize],
        degree: isize,
        dense: &DMatrix<f64>,
    ) -> Result<Self, BlockShiftError> {
        let (order, (rows, columns)) = (widths.iter().sum(), dense.shape());
        if (rows, columns) != (order, order) {
            return Err(BlockShiftError::Order { rows, columns, order });
        }
        let mut shift = Self::zeros(widths, degree);
        let mut rest = dense.clone();
        for (at, (i, j)) in places(widths.len(), degree).enumerate() {
            let corner = (first(widths, i), first(widths, j));
            let mut part = rest.view_mut(corner, (widths[i], widths[j]));
            shift.blocks[at].copy_from(&part);
            part.fill(0.0);
        }
        match rest.iter().position(|&entry| entry != 0.0) {
            None => Ok(shift),
            Some(at) => Err(BlockShiftError::Outside {
                row: at % order + 1,
                column: at / order + 1,
                degree,
            }),
        }
    }

    /// `d_0, …, d_h`, the orders of the diagonal blocks.
    #[must_use]
    pub fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// `k`: by how many layers the matrix moves.
    #[must_use]
    pub fn degree(&self) -> isize {
        self.degree
    }

    /// The blocks `(i, i − k)` from the top: `h + 1 − |k|` of them, or none.
    #[must_use]
    pub fn blocks(&self) -> &[DMatrix<f64>] {
        &self.blocks
    }

    /// Block `(i, j)`, counted from 0; `None` where the degree has none.
    #[must_use]
    pub fn block(&self, i: usize, j: usize) -> Option<&DMatrix<f64>> {
        places(self.widths.len(), self.degree)
            .position(|place| place == (i, j))
            .map(|at| &self.blocks[at])
    }

    /// The whole matrix.
    #[must_use]
    pub fn dense(&self) -> DMatrix<f64> {
        let order = self.widths.iter().sum();
        let mut dense = DMatrix::zeros(order, order);
        for ((i, j), block) in places(self.widths.len(), self.degree).zip(&self.blocks) {
            let corner = (first(&self.widths, i), first(&self.widths, j));
            dense.view_mut(corner, block.shape()).copy_from(block);
        }
        dense
    }

    /// The transposed matrix, of degree `−k`.
    #[must_use]
    pub fn transpose(&self) -> Self {
        let blocks = self.blocks.iter().map(DMatrix::transpose).collect();
        Self { widths: self.widths.clone(), degree: -self.degree, blocks }
    }

    /// The same matrix with its layers in the opposite order: block `(i, j)` becomes block
    /// `(h − i, h − j)`, the widths are reversed, and the degree changes its sign. Blocks are moved
    /// and not transposed: this is a similarity by a permutation, which reversal undoes.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let widths = self.widths.iter().rev().copied().collect();
        let blocks = self.blocks.iter().rev().cloned().collect();
        Self { widths, degree: -self.degree, blocks }
    }

    /// The square of the Frobenius norm.
    #[must_use]
    pub fn norm_squared(&self) -> f64 {
        self.blocks.iter().map(DMatrix::norm_squared).sum()
    }

    /// Entry by entry, for two matrices of one degree.
    fn combined(&self, other: &Self, combine: impl Fn(f64, f64) -> f64) -> Self {
        assert_eq!(self.widths, other.widths, "block shifts of different networks");
        assert_eq!(self.degree, other.degree, "sums of block shifts keep the degree");
        let pairs = self.blocks.iter().zip(&other.blocks);
        let blocks = pairs.map(|(a, b)| a.zip_map(b, &combine)).collect();
        Self { widths: self.widths.clone(), degree: self.degree, blocks }
    }
}

/// The places `(i, i − k)` of the blocks of a degree, from the top.
fn places(layers: usize, degree: isize) -> impl Iterator<Item = (usize, usize)> {
    (0..layers).filter_map(move |i| {
        let j = i.checked_add_signed(-degree)?;
        (j < layers).then_some((i, j))
    })
}

/// The first row of a block.
fn first(widths: &[usize], layer: usize) -> usize {
    widths[..layer].iter().sum()
}

impl Mul for &BlockShift {
    type Output = BlockShift;

    /// The product, of degree `k + k'`.
    ///
    /// # Panics
    /// When the widths differ.
    fn mul(self, other: Self) -> BlockShift {
        assert_eq!(self.widths, other.widths, "block shifts of different networks");
        let mut product = BlockShift::zeros(&self.widths, self.degree + other.degree);
        for (at, (i, j)) in places(self.widths.len(), product.degree).enumerate() {
            let between = i.checked_add_signed(-self.degree);
            let factors = between.and_then(|m| Some((self.block(i, m)?, other.block(m, j)?)));
            if let Some((left, right)) = factors {
                product.blocks[at] = multiply(left, right);
            }
        }
        product
    }
}

impl Add for &BlockShift {
    type Output = BlockShift;

    /// # Panics
    /// When widths or degrees differ.
    fn add(self, other: Self) -> BlockShift {
        self.combined(other, |a, b| a + b)
    }
}

impl Sub for &BlockShift {
    type Output = BlockShift;

    /// # Panics
    /// When widths or degrees differ.
    fn sub(self, other: Self) -> BlockShift {
        self.combined(other, |a, b| a - b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shift(degree: isize) -> BlockShift {
        let mut shift = BlockShift::zeros(&[2, 1, 3], degree);
        for (at, block) in shift.blocks.iter_mut().enumerate() {
            block.iter_mut().enumerate().for_each(|(n, entry)| *entry = (3 * at + n + 1) as f64);
        }
        shift
    }

    #[test]
    fn products_transposes_and_reversals_are_those_of_the_dense_matrices() {
        for left in -3..=3 {
            let a = shift(left);
            assert_eq!(a.transpose().dense(), a.dense().transpose());
            assert_eq!(a.reversed().reversed(), a);
            assert_eq!(BlockShift::from_dense(&[2, 1, 3], left, &a.dense()), Ok(a.clone()));
            for right in -3..=3 {
                let b = shift(right);
                assert_eq!((&a * &b).dense(), a.dense() * b.dense(), "degrees {left}, {right}");
                assert_eq!((&a * &b).reversed(), &a.reversed() * &b.reversed());
            }
        }
    }

    #[test]
    fn entries_outside_the_blocks_are_refused() {
        let mut dense = shift(1).dense();
        dense[(0, 5)] = 1.0;
        let outside = BlockShiftError::Outside { row: 1, column: 6, degree: 1 };
        assert_eq!(BlockShift::from_dense(&[2, 1, 3], 1, &dense), Err(outside));
        let order = BlockShiftError::Order { rows: 6, columns: 6, order: 5 };
        assert_eq!(BlockShift::from_dense(&[2, 1, 2], 1, &dense), Err(order));
    }
}
