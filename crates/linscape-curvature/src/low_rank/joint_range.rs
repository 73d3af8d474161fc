//! What two neighbouring layers share.

use linscape_critical::RandomStream;
use linscape_lapack::{DecompositionError, multiply, multiply_transposed, thin_qr, thin_svd};
use linscape_network::RandomMatrices as _;
use nalgebra::DMatrix;

/// `M = [W_i / s_i, W_{i+1}ᵀ / s_{i+1}]`, `d_i × (d_{i−1} + d_{i+1})`: its columns span all that the
/// weights have to do with hidden layer `i`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Neighbours<'a> {
    pub before: &'a DMatrix<f64>,
    pub after: &'a DMatrix<f64>,
    /// `s_i`, `s_{i+1}`.
    pub scales: [f64; 2],
}

/// Leading left singular vectors of [`Neighbours`].
#[derive(Debug, Clone)]
pub(super) struct JointRange {
    /// `d_i × ℓ`, orthonormal.
    vectors: DMatrix<f64>,
    /// `ℓ` singular values, nonincreasing.
    pub values: Vec<f64>,
    /// Whether there are no others.
    is_complete: bool,
}

/// Up to this width a decomposition costs less than a sketch is worth.
const SMALL: usize = 96;

/// Singular values that stand out from the others are that many times as large.
const CLEAR: f64 = 40.0;

/// Columns of the first sketch.
const FIRST: usize = 16;

impl JointRange {
    /// Singular values down to `cut`, or `most` of them.
    ///
    /// # Method
    /// Beyond width 96, randomised subspace iteration (Halko, Martinsson, Tropp 2011, algorithm
    /// 4.4), with twice the columns until the last value is below the cut. How good the vectors are
    /// need not be known: what they leave out is measured afterwards.
    pub(crate) fn of(
        of: Neighbours<'_>,
        cut: f64,
        most: usize,
    ) -> Result<Self, DecompositionError> {
        let width = of.before.nrows();
        let mut count = FIRST;
        while width > SMALL && 2 * count < width {
            let sketched = Self::sketched(of, count.min(most + 1))?;
            let last = sketched.values.last().copied().unwrap_or(0.0);
            if last <= cut || count > most {
                return Ok(sketched);
            }
            count *= 2;
        }
        let svd = thin_svd(of.formed())?;
        Ok(Self { vectors: svd.u, values: svd.singular_values, is_complete: true })
    }

    fn sketched(of: Neighbours<'_>, count: usize) -> Result<Self, DecompositionError> {
        let rows = of.before.ncols() + of.after.nrows();
        let start = RandomStream::new(0, "joint range").gaussian(rows, count);
        let first = thin_qr(of.times(&start))?.q;
        let second = thin_qr(of.times(&of.transposed_times(&first)))?.q;
        let svd = thin_svd(of.transposed_times(&second))?;
        let vectors = multiply(&second, &svd.vt.transpose());
        Ok(Self { vectors, values: svd.singular_values, is_complete: false })
    }

    /// How many singular values are beyond the cut.
    pub(crate) fn rank(&self, cut: f64) -> usize {
        self.values.partition_point(|&value| value > cut)
    }

    /// Whether no further singular value can be beyond the cut.
    pub(crate) fn is_whole(&self, cut: f64) -> bool {
        self.is_complete || self.rank(cut) < self.values.len()
    }

    /// `d_i × rank`.
    pub(crate) fn basis(&self, rank: usize) -> DMatrix<f64> {
        self.vectors.columns(0, rank).into_owned()
    }

    /// The rank at the widest gap where that is clear: a factor of 40, its logarithm half as long again as
    /// that of any other. Values up to the rounding count as that.
    pub(crate) fn clear_rank(&self, rounding: f64, most: usize) -> Option<usize> {
        let floor = |value: f64| value.max(rounding);
        let last = self.values.len() - usize::from(!self.is_complete);
        let before = |rank: usize| if rank == 0 { 1.0 } else { floor(self.values[rank - 1]) };
        let after = |rank: usize| floor(self.values.get(rank).copied().unwrap_or(0.0));
        let mut gaps: Vec<(f64, usize)> =
            (0..=last.min(most)).map(|rank| ((before(rank) / after(rank)).ln(), rank)).collect();
        gaps.sort_by(|a, b| b.0.total_cmp(&a.0));
        let rival = gaps.get(1).map_or(0.0, |gap| gap.0);
        let (length, rank) = *gaps.first()?;
        (length >= CLEAR.ln() && length >= 1.5 * rival).then_some(rank)
    }

    /// The rank at the widest gap, by ratio, among at most `most`; before the first value stands 1.
    pub(crate) fn rank_at_gap(&self, most: usize) -> usize {
        let value = |at: usize| self.values.get(at).copied().unwrap_or(0.0);
        let before = |rank: usize| if rank == 0 { 1.0 } else { value(rank - 1) };
        let last = most.min(self.values.len().saturating_sub(1));
        let ratio = |rank: usize| value(rank) / before(rank);
        let better = |best: usize, rank: usize| if ratio(rank) < ratio(best) { rank } else { best };
        (1..=last).filter(|&rank| before(rank) > 0.0).fold(0, better)
    }
}

impl Neighbours<'_> {
    fn times(self, x: &DMatrix<f64>) -> DMatrix<f64> {
        let (columns, rows) = (self.before.ncols(), self.after.nrows());
        let (top, bottom) = (x.rows(0, columns).into_owned(), x.rows(columns, rows).into_owned());
        multiply(self.before, &(top / self.scales[0]))
            + multiply_transposed(self.after, &(bottom / self.scales[1]))
    }

    fn transposed_times(self, x: &DMatrix<f64>) -> DMatrix<f64> {
        let columns = self.before.ncols();
        let mut stacked = DMatrix::zeros(columns + self.after.nrows(), x.ncols());
        let top = multiply_transposed(self.before, x) / self.scales[0];
        let bottom = multiply(self.after, x) / self.scales[1];
        stacked.rows_mut(0, columns).copy_from(&top);
        stacked.rows_mut(columns, self.after.nrows()).copy_from(&bottom);
        stacked
    }

    fn formed(self) -> DMatrix<f64> {
        let columns = self.before.ncols();
        let mut formed = DMatrix::zeros(self.before.nrows(), columns + self.after.nrows());
        formed.columns_mut(0, columns).copy_from(&(self.before / self.scales[0]));
        let after = self.after.transpose() / self.scales[1];
        formed.columns_mut(columns, self.after.nrows()).copy_from(&after);
        formed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sketch_finds_what_a_decomposition_finds() {
        let mut stream = RandomStream::new(1, "joint range");
        let left = stream.gaussian(150, 3) * stream.gaussian(3, 40);
        let right = stream.gaussian(30, 2) * stream.gaussian(2, 150);
        let of = Neighbours { before: &left, after: &right, scales: [2.0, 3.0] };
        let whole = thin_svd(of.formed()).expect("finite");
        let found = JointRange::of(of, 1e-10, 40).expect("finite");
        assert_eq!((found.values.len(), found.rank(1e-10), found.rank_at_gap(10)), (16, 5, 5));
        assert!(found.is_whole(1e-10));
        for (a, b) in found.values.iter().zip(&whole.singular_values) {
            assert!((a - b).abs() < 1e-12 * whole.singular_values[0]);
        }
        let basis = found.basis(5);
        let left_out = &left - &basis * basis.tr_mul(&left);
        assert!(left_out.norm() < 1e-12 * left.norm(), "{}", left_out.norm());
    }

    #[test]
    fn what_has_no_gap_within_reach_is_not_whole() {
        let mut stream = RandomStream::new(2, "joint range");
        let (left, right) = (stream.gaussian(150, 150), stream.gaussian(150, 150));
        let of = Neighbours { before: &left, after: &right, scales: [1.0; 2] };
        let found = JointRange::of(of, 1e-10, 20).expect("finite");
        assert!(!found.is_whole(1e-10) && found.rank(1e-10) > 20);
    }
}
