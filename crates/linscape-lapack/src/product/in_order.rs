//! Products whose sums are taken in one order and without fused operations, on every processor.
//!
//! nalgebra leaves larger products to `matrixmultiply`, which multiplies and adds in one instruction where the processor
//! can: other last digits than in a browser, which cannot. Here the processor's wider registers are used, and nothing else
//! of it.

use crate::Factor;

/// Entries of the product that are summed at a time.
const ROWS: usize = 8;
/// Columns of them.
const COLUMNS: usize = 4;
/// Terms of a sum that are added up before they join the entry.
const TERMS: usize = 256;

/// `C ← α A B + β C`; shapes are the caller's to check.
pub(super) fn accumulate(alpha: f64, a: Factor<'_>, b: Factor<'_>, beta: f64, target: &mut [f64]) {
    let terms = a.shape().1;
    let mut beta = beta;
    for start in (0..terms).step_by(TERMS) {
        let count = TERMS.min(terms - start);
        let left = packed::<ROWS>(a, start, count);
        let right = packed::<COLUMNS>(b.transposed(), start, count);
        let block = Block { alpha, beta, count, rows: a.shape().0, left: &left, right: &right };
        block.add(target);
        beta = 1.0;
    }
}

/// The columns `start, …, start + count − 1` of a matrix in panels of `N` rows, each column by column; rows that are
/// missing in the last panel are zero.
fn packed<const N: usize>(matrix: Factor<'_>, start: usize, count: usize) -> Vec<[f64; N]> {
    let rows = matrix.shape().0;
    let mut panels = vec![[0.0; N]; rows.div_ceil(N) * count];
    for (at, panel) in panels.chunks_exact_mut(count).enumerate() {
        let first = at * N;
        let there = N.min(rows - first);
        for (column, slots) in panel.iter_mut().enumerate() {
            for (row, slot) in slots[..there].iter_mut().enumerate() {
                *slot = matrix.at(first + row, start + column);
            }
        }
    }
    panels
}

/// As many terms of all sums as are packed.
struct Block<'a> {
    alpha: f64,
    beta: f64,
    count: usize,
    /// Rows of the product.
    rows: usize,
    left: &'a [[f64; ROWS]],
    right: &'a [[f64; COLUMNS]],
}

impl Block<'_> {
    #[cfg(target_arch = "x86_64")]
    #[allow(unsafe_code, reason = "a function compiled for a processor that was asked for")]
    fn add(&self, target: &mut [f64]) {
        if std::arch::is_x86_feature_detected!("avx") {
            // SAFETY: the processor has these registers.
            unsafe { self.add_with_wide_registers(target) }
        } else {
            self.add_plainly(target);
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn add(&self, target: &mut [f64]) {
        self.add_plainly(target);
    }

    /// The same operations, four at a time: the compiler fuses nothing.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx")]
    fn add_with_wide_registers(&self, target: &mut [f64]) {
        self.add_plainly(target);
    }

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "compiled anew for wide registers")]
    fn add_plainly(&self, target: &mut [f64]) {
        for (j, right) in self.right.chunks_exact(self.count).enumerate() {
            for (i, left) in self.left.chunks_exact(self.count).enumerate() {
                let mut sums = [[0.0; ROWS]; COLUMNS];
                for (x, y) in left.iter().zip(right) {
                    for (sums, y) in sums.iter_mut().zip(y) {
                        for (sum, x) in sums.iter_mut().zip(x) {
                            *sum += x * y;
                        }
                    }
                }
                let columns = target.chunks_exact_mut(self.rows).skip(j * COLUMNS);
                for (column, sums) in columns.zip(&sums) {
                    for (entry, sum) in column[i * ROWS..].iter_mut().zip(sums) {
                        // What was there does not matter where it does not count.
                        let before = if self.beta == 0.0 { 0.0 } else { self.beta * *entry };
                        *entry = before + self.alpha * sum;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::DMatrix;

    #[test]
    fn sums_are_taken_in_order_to_the_last_digit() {
        let entry = |i: usize, j: usize| 1.0 / (1 + (7 * i + 3 * j) % 11) as f64 - 0.3;
        for (m, k, n) in [(6, 6, 6), (8, 256, 4), (13, 700, 9), (31, 257, 18)] {
            let (a, b) = (DMatrix::from_fn(m, k, entry), DMatrix::from_fn(k, n, entry));
            let mut found = vec![0.25; m * n];
            accumulate(1.5, (&a).into(), (&b).into(), 2.0, &mut found);
            for (at, found) in found.iter().enumerate() {
                let (i, j) = (at % m, at / m);
                let mut expected = 2.0 * 0.25;
                for start in (0..k).step_by(TERMS) {
                    let terms = start..k.min(start + TERMS);
                    let sum = terms.fold(0.0, |sum, t| sum + a[(i, t)] * b[(t, j)]);
                    expected += 1.5 * sum;
                }
                assert_eq!(found.to_bits(), expected.to_bits(), "{m}×{k}×{n}");
            }
        }
    }
}
