//! Matrix products, by BLAS where it is linked.
//!
//! Small ones are summed here, because a call costs more than the sum; without BLAS all are, in one order on every
//! processor.

#[cfg(not(feature = "lapack"))]
mod in_order;

use crate::Factor;
use nalgebra::DMatrix;

/// `A B` for `A` of shape `m × k` and `B` of shape `k × n`.
///
/// # Panics
/// When the inner dimensions differ.
///
/// # Examples
/// ```
/// let a = nalgebra::DMatrix::from_row_slice(1, 2, &[1.0, 2.0]);
/// let b = nalgebra::DMatrix::from_row_slice(2, 1, &[3.0, 4.0]);
/// assert_eq!(linscape_lapack::multiply(&a, &b)[(0, 0)], 11.0);
/// ```
#[must_use]
pub fn multiply(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    product(a.into(), b.into())
}

/// `Aᵀ B` for `A` of shape `k × m` and `B` of shape `k × n`.
///
/// # Panics
/// When the inner dimensions differ.
///
/// # Examples
/// ```
/// let a = nalgebra::DMatrix::from_row_slice(2, 1, &[1.0, 2.0]);
/// assert_eq!(linscape_lapack::multiply_transposed(&a, &a)[(0, 0)], 5.0);
/// ```
#[must_use]
pub fn multiply_transposed(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    product(Factor::from(a).transposed(), b.into())
}

/// `A B` without a call of BLAS: for small matrices that would not be worth one. Without LAPACK the sums are taken in one
/// order on every processor, which nalgebra's operators do not promise.
///
/// # Panics
/// When the inner dimensions differ.
///
/// # Examples
/// ```
/// use linscape_lapack::{Factor, small_product};
/// let row = Factor::new(&[1.0, 2.0], 1, 2);
/// assert_eq!(small_product(row, row.transposed())[(0, 0)], 5.0);
/// ```
#[must_use]
pub fn small_product(a: Factor<'_>, b: Factor<'_>) -> DMatrix<f64> {
    let ((m, k), (inner, n)) = (a.shape(), b.shape());
    assert_eq!(k, inner, "a product of {:?} by {:?}", a.shape(), b.shape());
    let mut result = DMatrix::zeros(m, n);
    plain::accumulate(1.0, a, b, 0.0, result.as_mut_slice());
    result
}

fn product(a: Factor<'_>, b: Factor<'_>) -> DMatrix<f64> {
    let mut result = DMatrix::zeros(a.shape().0, b.shape().1);
    accumulate_product(1.0, a, b, 0.0, result.as_mut_slice());
    result
}

/// `C ← α A B + β C` for `A` of shape `m × k`, `B` of shape `k × n` and `C`, `m × n`, column by
/// column in `target`. With `β = 0` what is in `target` does not matter.
///
/// # Panics
/// When the shapes do not fit.
///
/// # Complexity
/// `2 m k n` operations, by BLAS from 6³ on; smaller products, where the call itself would cost a
/// good part, stay with nalgebra. From 128³ on blocks of columns are spread over rayon's threads;
/// the result is the same for any number of them.
///
/// # Examples
/// ```
/// use linscape_lapack::{Factor, accumulate_product};
/// let column = Factor::new(&[1.0, 2.0], 2, 1);
/// let mut sum = [10.0];
/// accumulate_product(-1.0, column.transposed(), column, 1.0, &mut sum);
/// assert_eq!(sum, [5.0]);
/// ```
pub fn accumulate_product(alpha: f64, a: Factor<'_>, b: Factor<'_>, beta: f64, target: &mut [f64]) {
    let ((m, k), (inner, n)) = (a.shape(), b.shape());
    assert_eq!(k, inner, "a product of {:?} by {:?}", a.shape(), b.shape());
    assert_eq!(target.len(), m * n, "the product is {m}×{n}");
    if m == 0 || n == 0 {
        return;
    }
    if k == 0 {
        for entry in target {
            *entry = if beta == 0.0 { 0.0 } else { beta * *entry };
        }
        return;
    }
    imp::accumulate(alpha, a, b, beta, target);
}

#[cfg(feature = "lapack")]
mod imp {
    use super::{Factor, plain};
    use rayon::prelude::*;

    /// Products with fewer multiplications than this are nalgebra's: below it a call costs more
    /// than it saves (`examples/product_threshold.rs`).
    const WORTH_A_CALL: usize = 6 * 6 * 6;
    /// Products with more multiplications than this are split among threads.
    const WORTH_THREADS: usize = 128 * 128 * 128;
    /// Most columns that a thread takes at a time. Every block reads all of `A` again, so that few
    /// are better.
    const BLOCK: usize = 512;

    pub(super) fn accumulate(
        alpha: f64,
        a: Factor<'_>,
        b: Factor<'_>,
        beta: f64,
        target: &mut [f64],
    ) {
        let ((m, k), n) = (a.shape(), b.shape().1);
        let fits = [m, n, k].iter().all(|&extent| i32::try_from(extent).is_ok());
        if !fits || m * n * k < WORTH_A_CALL {
            plain::accumulate(alpha, a, b, beta, target);
        } else if m * n * k < WORTH_THREADS || n < BLOCK / 4 {
            dgemm(alpha, a, b, 0, beta, target);
        } else {
            // Blocks do not depend on the number of threads, nor does then any digit.
            let width = n.div_ceil(n.div_ceil(BLOCK).max(2)).next_multiple_of(8);
            target.par_chunks_mut(m * width).enumerate().for_each(|(at, part)| {
                dgemm(alpha, a, b, at * width, beta, part);
            });
        }
    }

    /// `C ← α A B + β C` for as many columns of `A B`, from `first` on, as `C` has.
    #[allow(unsafe_code, reason = "the blas crate has no safe interface")]
    fn dgemm(
        alpha: f64,
        a: Factor<'_>,
        b: Factor<'_>,
        first: usize,
        beta: f64,
        target: &mut [f64],
    ) {
        let (m, k) = a.shape();
        let n = target.len() / m;
        let start = if b.is_transposed { first } else { first * b.rows };
        let size = |extent: usize| i32::try_from(extent).unwrap_or(i32::MAX);
        let flag = |factor: Factor<'_>| if factor.is_transposed { b'T' } else { b'N' };
        // SAFETY: the caller checked that m, n and k fit in 32 bits, that the inner dimensions
        // agree and that `target` holds m·n entries of the columns first, …, first + n − 1. A
        // `Factor` holds rows·columns entries without gaps, so its leading dimension is its number
        // of rows; from `start` on it holds the columns of `b` (as it is read) from `first` on.
        unsafe {
            blas::dgemm(
                flag(a),
                flag(b),
                size(m),
                size(n),
                size(k),
                alpha,
                a.entries,
                size(a.rows),
                &b.entries[start..],
                size(b.rows),
                beta,
                target,
                size(m),
            );
        }
    }
}

#[cfg(not(feature = "lapack"))]
use plain as imp;

/// The same by nalgebra, which takes the sums of small products in order; without LAPACK those of larger ones are, too.
mod plain {
    use super::Factor;
    use nalgebra::{DMatrixView, DMatrixViewMut};

    fn view(factor: Factor<'_>) -> DMatrixView<'_, f64> {
        DMatrixView::from_slice(factor.entries, factor.rows, factor.columns)
    }

    pub(super) fn accumulate(
        alpha: f64,
        a: Factor<'_>,
        b: Factor<'_>,
        beta: f64,
        target: &mut [f64],
    ) {
        #[cfg(not(feature = "lapack"))]
        {
            /// nalgebra's own products go up to this extent in one of three directions.
            const SMALL: usize = 5;
            let ((m, k), n) = (a.shape(), b.shape().1);
            if m.min(k).min(n) > SMALL {
                return super::in_order::accumulate(alpha, a, b, beta, target);
            }
        }
        let mut sum = DMatrixViewMut::from_slice(target, a.shape().0, b.shape().1);
        match (a.is_transposed, b.is_transposed) {
            (false, false) => sum.gemm(alpha, &view(a), &view(b), beta),
            (true, false) => sum.gemm_tr(alpha, &view(a), &view(b), beta),
            (false, true) => sum.gemm(alpha, &view(a), &view(b).transpose(), beta),
            (true, true) => {
                sum.gemm(alpha, &view(a).transpose(), &view(b).transpose(), beta);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, entry by entry.
    fn by_hand(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
        DMatrix::from_fn(a.nrows(), b.ncols(), |i, j| {
            (0..a.ncols()).map(|k| a[(i, k)] * b[(k, j)]).sum()
        })
    }

    #[test]
    fn every_way_to_read_the_factors_gives_the_product_by_hand() {
        let entry = |i: usize, j: usize| ((5 * i + 3 * j + i * j) % 13) as f64 - 6.0;
        let mut checked = 0;
        // Below and above the sizes from which BLAS is called and threads share the work.
        for (m, k, n) in
            [(1, 1, 1), (2, 3, 4), (5, 0, 2), (0, 2, 3), (17, 40, 23), (64, 1, 90), (90, 120, 301)]
        {
            let (a, b) = (DMatrix::from_fn(m, k, entry), DMatrix::from_fn(k, n, entry));
            let (at, bt) = (a.transpose(), b.transpose());
            let start = DMatrix::from_fn(m, n, |i, j| (i + 2 * j) as f64);
            let expected = 2.0 * by_hand(&a, &b) - &start;
            let ways = [
                (Factor::from(&a), Factor::from(&b)),
                (Factor::from(&at).transposed(), Factor::from(&b)),
                (Factor::from(&a), Factor::from(&bt).transposed()),
                (Factor::from(&at).transposed(), Factor::from(&bt).transposed()),
            ];
            for (left, right) in ways {
                let mut sum = start.clone();
                accumulate_product(2.0, left, right, -1.0, sum.as_mut_slice());
                // Whole numbers: exact in any order.
                assert_eq!(sum, expected, "{m}×{k}×{n}");
                checked += 1;
            }
        }
        assert_eq!(checked, 28);
    }

    #[test]
    fn with_beta_zero_what_was_there_is_forgotten() {
        for size in [2, 30] {
            let identity = DMatrix::identity(size, size);
            let mut target = vec![f64::NAN; size * size];
            accumulate_product(1.0, (&identity).into(), (&identity).into(), 0.0, &mut target);
            assert_eq!(target, identity.as_slice());
        }
        let mut target = [f64::NAN];
        accumulate_product(1.0, Factor::new(&[], 1, 0), Factor::new(&[], 0, 1), 0.0, &mut target);
        assert_eq!(target.as_slice(), vec![0.0]);
    }
}
