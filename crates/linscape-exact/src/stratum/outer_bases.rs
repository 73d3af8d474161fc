//! Bases of the input and the output in which a critical point is a direct sum of bars.

use num_rational::BigRational;

use super::unimodular::{Basis, random_basis, random_entry, random_rotation};
use super::{Bars, ModeState};
use crate::Matrix;

/// Random bases: the columns are the modes in their order, then the null directions.
pub(super) struct OuterBases {
    /// What each bar reads from the input.
    pub input: Matrix<BigRational>,
    /// What each bar writes to the output.
    pub output: Matrix<BigRational>,
}

impl OuterBases {
    /// With `S` the diagonal matrix of the unlearned values, the unlearned modes read by `p` and
    /// write by `q` with `pᵀ S q = S`: a random basis and `S⁻¹ p⁻ᵀ S`. Learned directions may be
    /// added to all others, unlearned ones to those of null, and null ones to those of unlearned:
    ///
    /// ```text
    ///     ⎡ 1  *  * ⎤
    /// e = ⎢ 0  p  0 ⎥   in the order learned, unlearned, null; f likewise with q.
    ///     ⎣ 0  *  * ⎦
    /// ```
    ///
    /// The residual is `S` in the middle and zero elsewhere, so that the gradient still vanishes.
    /// Equal values are turned into each other first.
    pub(crate) fn random(bars: &Bars, draw: &mut dyn FnMut(usize) -> usize) -> Self {
        let modes = bars.modes.len();
        let (learned, unlearned): (Vec<usize>, Vec<usize>) =
            (0..modes).partition(|&mode| bars.modes[mode].state == ModeState::Learned);
        let mixing = random_basis(unlearned.len(), draw);
        let dual = Matrix::from_fn(unlearned.len(), unlearned.len(), |row, column| {
            let (of_row, of_column) = (unlearned[row], unlearned[column]);
            let ratio = &bars.modes[of_column].sigma / &bars.modes[of_row].sigma;
            &mixing.inverse[(column, row)] * ratio
        });
        let turns = equal_values_turned(bars, draw);
        let mut side = |middle: &Matrix<BigRational>, width: usize| {
            let mut basis = Matrix::identity(width);
            for (row, &of_row) in unlearned.iter().enumerate() {
                for (column, &of_column) in unlearned.iter().enumerate() {
                    basis[(of_row, of_column)] = middle[(row, column)].clone();
                }
            }
            let Basis { matrix: null, .. } = random_basis(width - modes, draw);
            for row in modes..width {
                for column in modes..width {
                    basis[(row, column)] = null[(row - modes, column - modes)].clone();
                }
                for &column in &unlearned {
                    basis[(row, column)] = random_entry(draw);
                }
            }
            for &row in &learned {
                for &column in &unlearned {
                    basis[(row, column)] = random_entry(draw);
                }
                for column in modes..width {
                    basis[(row, column)] = random_entry(draw);
                }
            }
            grown(&turns, width).times(&basis)
        };
        let (inputs, outputs) = (bars.widths[0], bars.widths[bars.depth()]);
        Self { input: side(&mixing.matrix, inputs), output: side(&dual, outputs) }
    }
}

/// A random rotation of each group of equal values.
fn equal_values_turned(bars: &Bars, draw: &mut dyn FnMut(usize) -> usize) -> Matrix<BigRational> {
    let modes = bars.modes.len();
    let mut turned = Matrix::identity(modes);
    let mut seen = vec![false; modes];
    for first in 0..modes {
        let equal: Vec<usize> = (first..modes)
            .filter(|&mode| !seen[mode] && bars.modes[mode].sigma == bars.modes[first].sigma)
            .collect();
        for &mode in &equal {
            seen[mode] = true;
        }
        let rotation = random_rotation(equal.len(), draw);
        for (row, &of_row) in equal.iter().enumerate() {
            for (column, &of_column) in equal.iter().enumerate() {
                turned[(of_row, of_column)] = rotation[(row, column)].clone();
            }
        }
    }
    turned
}

/// The matrix in the upper left corner of a larger identity.
fn grown(matrix: &Matrix<BigRational>, order: usize) -> Matrix<BigRational> {
    let mut grown = Matrix::identity(order);
    for row in 0..matrix.rows() {
        for column in 0..matrix.columns() {
            grown[(row, column)] = matrix[(row, column)].clone();
        }
    }
    grown
}
