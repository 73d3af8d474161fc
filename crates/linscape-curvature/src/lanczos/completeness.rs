//! A proof that no eigenvalue is missing beyond those that an iteration found.

use linscape_critical::{Observer, Progress, abandonable};
use linscape_lapack::{cholesky_error, is_proved_positive};
use nalgebra::DMatrix;
use std::ops::ControlFlow;

use crate::lanczos::EigenPairs;
use crate::{LanczosError, LanczosOptions, LanczosStatus, SpectrumEnds, SymmetricOperator};

/// Vectors multiplied at once when an operator is formed.
const STRIP: usize = 256;
/// Relative to the largest eigenvalue: values this close belong together.
const EQUAL: f64 = 1e-9;

impl SpectrumEnds {
    /// Proves, where the options want it and the order allows it, that nothing lies beyond the
    /// innermost value of an end but what is listed.
    ///
    /// # Method
    /// With `k` vectors `V` further out than `μ`, the matrix `H − μI + V C Vᵀ`, `C` diagonal and
    /// positive, differs from `H − μI` by one of rank `k`, so that `H` has at most `k` eigenvalues
    /// below `μ` more than it has negative ones. With `C` that lifts the values found to the largest
    /// one it is positive definite when nothing is missing, and a Cholesky decomposition proves it.
    /// The high end is the low end of `−H`.
    ///
    /// # Complexity
    /// The operator is formed once; `N³/3` operations an end, and `16 N²` bytes. The observer can
    /// stop it between strips of the operator; a decomposition is left behind.
    pub(crate) fn prove<O: SymmetricOperator + ?Sized>(
        &mut self,
        operator: &O,
        options: &LanczosOptions,
        observer: &dyn Observer,
    ) -> Result<(), LanczosError> {
        let order = operator.order();
        let wanted = [0, 1].map(|end| options.ends[end] > 0 && order <= options.proofs[end]);
        if wanted == [false; 2] || self.status == LanczosStatus::Interrupted {
            return Ok(());
        }
        let Some(mut matrix) = formed(operator, observer) else {
            self.status = LanczosStatus::Interrupted;
            return Ok(());
        };
        let scale = matrix.amax().max(f64::MIN_POSITIVE);
        matrix.unscale_mut(scale);
        for end in [0, 1] {
            if end == 1 {
                matrix.neg_mut();
            }
            let (pairs, sign) = if end == 0 { (&self.lowest, 1.0) } else { (&self.highest, -1.0) };
            if !wanted[end] {
                continue;
            }
            let rounding = operator.rounding() / scale;
            let low = LowEnd::of(pairs, sign / scale);
            let Some((bound, shifted)) = low.shifted(&matrix, rounding) else { continue };
            let formed = Progress { done: order as u64, total: Some(order as u64) };
            let decided = if observer.advance(formed).is_break() {
                ControlFlow::Break(())
            } else {
                abandonable(observer, formed, move || is_proved_positive(shifted))
            };
            let ControlFlow::Continue(is_proved) = decided else {
                self.status = LanczosStatus::Interrupted;
                return Ok(());
            };
            self.bounds[end] = is_proved?.then_some(sign * scale * bound);
        }
        Ok(())
    }
}

fn is_stopped(observer: &dyn Observer, done: usize, order: usize) -> bool {
    let progress = Progress { done: done as u64, total: Some(order as u64) };
    observer.advance(progress).is_break()
}

/// The operator as a matrix, symmetric in its lower triangle; none when stopped.
fn formed<O: SymmetricOperator + ?Sized>(
    operator: &O,
    observer: &dyn Observer,
) -> Option<DMatrix<f64>> {
    let order = operator.order();
    let mut matrix = DMatrix::zeros(order, order);
    for first in (0..order).step_by(STRIP) {
        if is_stopped(observer, first, order) {
            return None;
        }
        let count = STRIP.min(order - first);
        let mut units = DMatrix::zeros(order, count);
        (0..count).for_each(|at| units[(first + at, at)] = 1.0);
        matrix.columns_mut(first, count).copy_from(&operator.apply(&units));
    }
    Some(matrix)
}

/// Pairs at the low end of a matrix of size about 1.
struct LowEnd<'a> {
    /// Nondecreasing.
    values: Vec<f64>,
    residuals: Vec<f64>,
    vectors: &'a DMatrix<f64>,
}

impl<'a> LowEnd<'a> {
    fn of(pairs: &'a EigenPairs, factor: f64) -> Self {
        Self {
            values: pairs.values.iter().map(|value| factor * value).collect(),
            residuals: pairs.residuals.iter().map(|residual| factor.abs() * residual).collect(),
            vectors: &pairs.vectors,
        }
    }

    /// A number close to the innermost value, and a matrix: if that is proved to be positive definite, the given one has
    /// as many eigenvalues below the number as there are values. The given matrix is one of images that are wrong by
    /// `formed`. None without a value.
    fn shifted(&self, matrix: &DMatrix<f64>, formed: f64) -> Option<(f64, DMatrix<f64>)> {
        let &inner = self.values.last()?;
        let order = matrix.nrows();
        let largest = matrix.diagonal().iter().fold(1.0_f64, |most, entry| most.max(entry.abs()));
        let extent = self.values.iter().fold(largest, |most, value| most.max(value.abs()));
        // What rounding may add up to in the matrix to be decomposed, and what values are wrong by.
        let trace = matrix.trace().abs() + order as f64 * (inner.abs() + extent * EQUAL);
        let count = self.values.len() as f64;
        let lifted = 2.0 * count * extent;
        let rounding =
            cholesky_error(order, trace + lifted) + 8.0 * (count + 1.0) * f64::EPSILON * lifted;
        let worst = self.residuals.iter().copied().fold(0.0, f64::max);
        let margin = (2.0 * (rounding + worst + formed)).max(EQUAL * extent);
        // The innermost group, of which there may be more copies, begins where a gap is wide enough.
        let mut known = self.values.len() - 1;
        while known > 0 && self.values[known] - self.values[known - 1] <= 2.0 * margin {
            known -= 1;
        }
        let bound = self.values[known] - margin;
        let mut shifted = matrix.clone();
        for at in 0..order {
            shifted[(at, at)] -= bound + rounding;
        }
        for at in 0..known {
            let vector = self.vectors.column(at);
            shifted.ger(extent - self.values[at], &vector, &vector, 1.0);
        }
        Some((bound, shifted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spectrum_ends;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Stops when a proof has begun: its total is the order.
    struct StopsProofs(AtomicUsize);

    impl Observer for StopsProofs {
        fn advance(&self, progress: Progress) -> ControlFlow<()> {
            if progress.total != Some(600) {
                return ControlFlow::Continue(());
            }
            self.0.fetch_add(1, Ordering::Relaxed);
            ControlFlow::Break(())
        }
    }

    #[test]
    fn a_proof_that_is_stopped_leaves_the_pairs_and_proves_nothing() {
        let matrix = DMatrix::from_fn(600, 600, |i, j| if i == j { i as f64 } else { 0.0 });
        let options = LanczosOptions::for_ends(2);
        let observer = StopsProofs(AtomicUsize::new(0));
        let ends = spectrum_ends(&matrix, &options, &observer).expect("finite");
        assert_eq!(observer.0.load(Ordering::Relaxed), 1);
        assert_eq!((ends.status, ends.bounds), (LanczosStatus::Interrupted, [None; 2]));
        assert!((ends.highest.values[0] - 599.0).abs() < 1e-7);
        let whole = spectrum_ends(&matrix, &options, &()).expect("finite");
        assert!(whole.bounds.iter().all(Option::is_some));
    }
}
