//! Symmetric elimination that divides without remainders.

use num_bigint::{BigInt, Sign};
use num_traits::{One, Zero};

use super::{Block, ExactInertia, Matrix};

/// The inertia of a symmetric matrix by fraction-free elimination: after `k` pivots every entry
/// left is a minor of order `k + 1`, a whole number (Bareiss 1968). The answer of
/// [`exact_inertia`](crate::exact_inertia), by another way; slower, because the numbers are long
/// from the beginning.
///
/// A matrix that has only zeros on its diagonal is eliminated by two rows at once.
///
/// # Panics
/// When the matrix is not square.
///
/// # Complexity
/// `O(n² k)` products of numbers of up to `k b` bits, for entries of `b` bits and rank `k`.
///
/// # Examples
/// ```
/// use linscape_exact::{Matrix, fraction_free_inertia};
/// let form = Matrix::from_rows(&[&[1, 2], &[2, 1]]).map(|&entry: &i64| entry.into());
/// let inertia = fraction_free_inertia(&form); // eigenvalues 3 and −1
/// assert_eq!((inertia.negative, inertia.zero, inertia.positive), (1, 0, 1));
/// ```
#[must_use]
pub fn fraction_free_inertia(matrix: &Matrix<BigInt>) -> ExactInertia {
    assert_eq!(matrix.rows(), matrix.columns(), "symmetric matrices are square");
    let mut rest = matrix.clone();
    let mut order: Vec<usize> = (0..matrix.rows()).collect();
    let mut before = BigInt::one();
    let mut inertia = ExactInertia { negative: 0, zero: 0, positive: 0, blocks: Vec::new() };
    loop {
        let size = order.len();
        if let Some(at) = (0..size).find(|&at| !rest[(at, at)].is_zero()) {
            let pivot = rest[(at, at)].clone();
            if pivot.sign() == before.sign() {
                inertia.positive += 1;
            } else {
                inertia.negative += 1;
            }
            inertia.blocks.push(Block::One(order[at]));
            let keep: Vec<usize> = (0..size).filter(|&place| place != at).collect();
            rest = reduced(&rest, &keep, |row, column| {
                (&pivot * &rest[(row, column)] - &rest[(row, at)] * &rest[(at, column)]) / &before
            });
            order.remove(at);
            before = pivot;
        } else if let Some((low, high)) = joined(&rest) {
            inertia.blocks.push(Block::Two(order[low], order[high]));
            inertia.positive += 1;
            inertia.negative += 1;
            let joint = rest[(high, low)].clone();
            // The minor of the two rows together, of a sign other than the last.
            let minor = -(&joint * &joint) / &before;
            let square = &before * &before;
            let keep: Vec<usize> =
                (0..size).filter(|&place| place != low && place != high).collect();
            rest = reduced(&rest, &keep, |row, column| {
                let crossed = &rest[(row, low)] * &rest[(high, column)]
                    + &rest[(row, high)] * &rest[(low, column)];
                (&joint * crossed - &joint * &joint * &rest[(row, column)]) / &square
            });
            order.remove(high);
            order.remove(low);
            before = minor;
        } else {
            inertia.zero = size;
            return inertia;
        }
        debug_assert!(before.sign() != Sign::NoSign, "pivots are not zero");
    }
}

/// The first entry below the diagonal that is not zero.
fn joined(matrix: &Matrix<BigInt>) -> Option<(usize, usize)> {
    (0..matrix.rows()).find_map(|row| {
        let column = (0..row).find(|&column| !matrix[(row, column)].is_zero())?;
        Some((column, row))
    })
}

/// The symmetric matrix of the rows kept, with new entries.
fn reduced(
    matrix: &Matrix<BigInt>,
    keep: &[usize],
    entry: impl Fn(usize, usize) -> BigInt,
) -> Matrix<BigInt> {
    debug_assert!(keep.iter().all(|&row| row < matrix.rows()), "rows of the matrix");
    let mut lower = Matrix::<BigInt>::zeros(keep.len(), keep.len());
    for (row, &old_row) in keep.iter().enumerate() {
        for (column, &old_column) in keep[..=row].iter().enumerate() {
            let value = entry(old_row, old_column);
            lower[(column, row)].clone_from(&value);
            lower[(row, column)] = value;
        }
    }
    lower
}
