//! How large minors can be.

use num_bigint::BigInt;

use super::Matrix;

/// `b` such that the norm of every given row is at most `2^b`, for each row.
pub(super) fn row_bits(matrix: &Matrix<BigInt>) -> Vec<u64> {
    (0..matrix.rows())
        .map(|row| {
            let square: BigInt = matrix.row(row).iter().map(|entry| entry * entry).sum();
            square.bits().div_ceil(2)
        })
        .collect()
}

/// `b` such that every minor of order `order` is at most `2^b` in size: the product of the norms
/// of so many longest rows, or of so many longest columns if that is less (Hadamard 1893).
pub(super) fn minor_bits(matrix: &Matrix<BigInt>, order: usize) -> u64 {
    let longest = |mut bits: Vec<u64>| {
        bits.sort_unstable_by(|left, right| right.cmp(left));
        bits.iter().take(order).sum::<u64>()
    };
    longest(row_bits(matrix)).min(longest(row_bits(&matrix.transposed())))
}
