//! Counting a core's eigenvalues by what is left when an outer layer is eliminated.

use super::CoreNetwork;
use super::eliminated::Eliminated;
use crate::{
    EigenPairs, HessianProduct, LanczosError, LanczosOptions, LanczosStatus, SpectrumEnds,
    SymmetricOperator as _,
};
use linscape_critical::{Observer, Progress, abandonable};
use linscape_lapack::{
    DecompositionError, is_proved_positive, multiply, multiply_transposed, symmetric_eigen,
};
use nalgebra::{DMatrix, DVector};
use std::ops::ControlFlow;

/// Vectors multiplied at once.
const STRIP: usize = 256;
/// Relative to the largest eigenvalue: values this close belong together.
const EQUAL: f64 = 1e-9;

/// The core's Hessian `[[Λ, B], [Bᵀ, D]]` in bases where its part of the first or of the last layer is
/// diagonal: `CCᵀ ⊗ KᵀK` or `P_{h−1}P_{h−1}ᵀ ⊗ I`, whichever is larger. No residual is in it, and both
/// factors are small or diagonal already, but for that of inputs with a bias beside them.
struct Bordered {
    /// `Λ`.
    diagonal: DVector<f64>,
    /// `B`, of as many columns as `D`.
    coupling: DMatrix<f64>,
    border: DMatrix<f64>,
    /// Where the coordinates of the border begin in a vector of the core.
    border_from: usize,
    /// What the whole may be wrong by, in spectral norm.
    error: f64,
}

/// Proves that no eigenvalue of the core lies beyond those found at either end, where what is left of it is no
/// larger than the options allow.
///
/// # Method
/// For `μ` below all of `Λ` the Hessian has as many eigenvalues below `μ` as `D − μ − Bᵀ(Λ − μ)⁻¹B` has
/// negative ones (Haynsworth 1968). As in the proof of the whole, a matrix of rank `k` without negative
/// eigenvalues is added, and a Cholesky decomposition of what it makes shows that there are no more than `k`.
/// The high end is the low end of `−H`.
///
/// # Complexity
/// With `n` coordinates eliminated and `m` left: `m` products with the Hessian, `O(n m²)` an end, `16 n m` bytes.
pub(super) fn prove_by_elimination(
    core: &CoreNetwork,
    operator: &HessianProduct,
    ends: &mut SpectrumEnds,
    options: &LanczosOptions,
    observer: &dyn Observer,
) -> Result<(), LanczosError> {
    if ends.status == LanczosStatus::Interrupted {
        return Ok(());
    }
    let most = options.proofs[0].max(options.proofs[1]);
    let Some(shape) = Eliminated::of(core, most)? else { return Ok(()) };
    let Some(bordered) = Bordered::formed(operator, &shape, observer) else {
        ends.status = LanczosStatus::Interrupted;
        return Ok(());
    };
    for (end, sign) in [(0, 1.0), (1, -1.0)] {
        let pairs = if end == 0 { &ends.lowest } else { &ends.highest };
        let wanted = options.ends[end] > 0 && options.proofs[end] > 0;
        let Some(claim) = wanted.then(|| bordered.claim(pairs, sign)).flatten() else { continue };
        let (bound, reduced) = (claim.bound - bordered.error, bordered.reduced(&claim, sign)?);
        let Some(reduced) = reduced else { continue };
        let done = Progress { done: 0, total: None };
        match abandonable(observer, done, move || is_proved_positive(reduced)) {
            ControlFlow::Continue(is_proved) => {
                ends.bounds[end] = is_proved?.then_some(sign * bound);
            }
            ControlFlow::Break(()) => {
                ends.status = LanczosStatus::Interrupted;
                return Ok(());
            }
        }
    }
    Ok(())
}

/// What is to be proved: no more than `known` eigenvalues below `bound`, of the Hessian or of its negative.
struct Claim {
    bound: f64,
    /// Vectors of the values below, their part in the border.
    vectors: DMatrix<f64>,
}

impl Bordered {
    /// Forms the border by products; none when stopped.
    fn formed(
        operator: &HessianProduct,
        shape: &Eliminated,
        observer: &dyn Observer,
    ) -> Option<Self> {
        let diagonal = shape.diagonal();
        let (order, eliminated) = (operator.order(), diagonal.len());
        let left = order - eliminated;
        let (border_from, from) =
            if shape.is_first { (eliminated, 0) } else { (0, order - eliminated) };
        let mut coupling = DMatrix::zeros(eliminated, left);
        let mut border = DMatrix::zeros(left, left);
        for first in (0..left).step_by(STRIP) {
            let progress = Progress { done: first as u64, total: Some(left as u64) };
            if observer.advance(progress).is_break() {
                return None;
            }
            let count = STRIP.min(left - first);
            let mut units = DMatrix::zeros(order, count);
            (0..count).for_each(|at| units[(border_from + first + at, at)] = 1.0);
            let images = operator.apply(&units);
            let inner = images.rows(from, eliminated).into_owned();
            coupling.columns_mut(first, count).copy_from(&shape.turned(&inner));
            border.columns_mut(first, count).copy_from(&images.rows(border_from, left));
        }
        let turned = 8.0 * shape.order() as f64 * f64::EPSILON * operator.size_bound();
        let error = operator.rounding() + shape.defect() + turned;
        Some(Self { diagonal, coupling, border, border_from, error })
    }

    /// The claim for an end, its values made those of a low end by the sign; none where nothing is there to
    /// be proved.
    fn claim(&self, pairs: &EigenPairs, sign: f64) -> Option<Claim> {
        let values: Vec<f64> = pairs.values.iter().map(|value| sign * value).collect();
        let worst = pairs.residuals.iter().copied().fold(0.0, f64::max);
        let extent = values.iter().map(|value| value.abs()).chain([self.diagonal.amax()]);
        let extent = Some(extent.fold(0.0, f64::max)).filter(|extent| *extent > 0.0)?;
        let margin = (4.0 * (self.error + worst)).max(EQUAL * extent);
        let least = self.diagonal.iter().map(|value| sign * value).fold(f64::INFINITY, f64::min);
        // Between a value and the next one inwards, or the least that is eliminated.
        let (known, bound) = (0..values.len()).rev().find_map(|known| {
            let next = values[known].min(least);
            let Some(last) = known.checked_sub(1).map(|at| values[at]) else {
                return Some((0, next - 1e-3 * extent));
            };
            (next - last > 4.0 * margin).then_some((known, 0.5 * (last + next)))
        })?;
        let vectors = pairs.vectors.view((self.border_from, 0), (self.border.nrows(), known));
        Some(Claim { bound, vectors: vectors.into_owned() })
    }

    /// `D − μ − Bᵀ(Λ − μ)⁻¹B` of the Hessian times the sign, with the negative directions lifted and less than
    /// rounding may have added; none where they are not negative.
    fn reduced(
        &self,
        claim: &Claim,
        sign: f64,
    ) -> Result<Option<DMatrix<f64>>, DecompositionError> {
        let mut scaled = self.coupling.clone();
        for (mut row, value) in scaled.row_iter_mut().zip(&self.diagonal) {
            row /= (sign * value - claim.bound).sqrt();
        }
        let order = self.border.nrows();
        let mut reduced = sign * &self.border - multiply_transposed(&scaled, &scaled);
        (0..order).for_each(|at| reduced[(at, at)] -= claim.bound);
        let terms = (self.diagonal.len() + 8) as f64;
        let sizes = scaled.norm_squared() + 4.0 * self.border.norm() / terms;
        let mut error = f64::EPSILON * (terms * sizes + 2.0 * claim.bound.abs());
        let known = claim.vectors.ncols();
        if known > 0 {
            let images = multiply(&reduced, &claim.vectors);
            let inside = multiply_transposed(&claim.vectors, &images);
            let eigen = symmetric_eigen(-0.5 * (&inside + inside.transpose()))?;
            if eigen.values[0] <= 0.0 {
                return Ok(None);
            }
            let mut lift = multiply(&images, &eigen.vectors);
            for (mut column, value) in lift.column_iter_mut().zip(&eigen.values) {
                column *= (2.0 / value).sqrt();
            }
            error += (known + 4) as f64 * f64::EPSILON * lift.norm_squared();
            reduced += multiply(&lift, &lift.transpose());
        }
        (0..order).for_each(|at| reduced[(at, at)] -= error);
        // Far from underflow, as the decomposition wants it.
        let scale = reduced.amax();
        Ok((scale > 0.0 && scale.is_finite()).then(|| reduced / scale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::RandomStream;
    use linscape_network::RandomMatrices as _;

    fn with_biases(stream: &mut RandomStream, widths: &[usize]) -> CoreNetwork {
        let mut core = core(stream, widths, false);
        let (inputs, outputs) = (widths[0], widths[widths.len() - 1]);
        core.inputs = Some(stream.gaussian(inputs, inputs + 1));
        core.constant = Some(stream.gaussian(1, inputs + 1));
        core.residual = stream.gaussian(outputs, inputs + 1);
        for layer in &mut core.weights {
            let (rows, columns) = layer.shape();
            let mut with = stream.gaussian(rows, columns + 1) * 0.3;
            with.columns_mut(0, columns).copy_from(layer);
            *layer = with;
        }
        core
    }

    fn core(stream: &mut RandomStream, widths: &[usize], is_white: bool) -> CoreNetwork {
        let inputs = widths[0];
        let stretches = DVector::from_fn(inputs, |at, _| 2.0 * 0.7_f64.powf(at as f64));
        CoreNetwork {
            weights: widths
                .windows(2)
                .map(|pair| stream.gaussian(pair[1], pair[0]) * 0.3)
                .collect(),
            inputs: (!is_white).then(|| DMatrix::from_diagonal(&stretches)),
            constant: None,
            residual: stream.gaussian(widths[widths.len() - 1], inputs),
        }
    }

    /// Pairs at both ends without those of some places, which were "missed".
    fn ends(matrix: &DMatrix<f64>, count: usize, missed: &[usize]) -> SpectrumEnds {
        let order = matrix.nrows();
        let eigen = symmetric_eigen(matrix.clone()).expect("finite");
        let pairs = |places: Vec<usize>| {
            let places: Vec<usize> =
                places.into_iter().filter(|at| !missed.contains(at)).take(count).collect();
            EigenPairs {
                values: places.iter().map(|&at| eigen.values[at]).collect(),
                residuals: vec![1e-12; places.len()],
                vectors: eigen.vectors.select_columns(&places),
            }
        };
        SpectrumEnds {
            lowest: pairs((0..order).collect()),
            highest: pairs((0..order).rev().collect()),
            bounds: [None; 2],
            status: LanczosStatus::Converged,
            products: 0,
            bytes: 0,
        }
    }

    #[test]
    fn what_is_complete_is_proved_and_what_lacks_a_value_is_not() {
        let mut stream = RandomStream::new(1, "bordered");
        let (mut proved, mut refused) = (0, 0);
        let shapes: [(&[usize], bool); 5] = [
            (&[12, 3, 5], false),
            (&[5, 3, 12], false),
            (&[9, 2, 3, 4], false),
            (&[4, 3, 2, 9], true),
            (&[9, 3, 8], true),
        ];
        let mut cores = Vec::new();
        for (widths, is_white) in shapes {
            cores.push((widths, core(&mut stream, widths, is_white)));
            cores.push((widths, with_biases(&mut stream, widths)));
        }
        for (widths, core) in cores {
            let operator = core.operator().expect("fits");
            let matrix = core.hessian().expect("fits");
            let dense = symmetric_eigen(matrix.clone()).expect("finite").values;
            let order = dense.len();
            for missed in [vec![], vec![1], vec![0, order - 1], vec![order - 2]] {
                let mut found = ends(&matrix, 4, &missed);
                let options = LanczosOptions::for_ends(4);
                prove_by_elimination(&core, &operator, &mut found, &options, &()).expect("finite");
                let [below, above] = found.bounds;
                let listed = found.proved();
                let beyond = [
                    below.map(|bound| dense.iter().filter(|value| **value < bound).count()),
                    above.map(|bound| dense.iter().filter(|value| **value > bound).count()),
                ];
                for (beyond, listed) in beyond.iter().zip(listed) {
                    match beyond {
                        Some(beyond) => assert_eq!(*beyond, listed, "{widths:?} {missed:?}"),
                        None => refused += 1,
                    }
                    proved += usize::from(beyond.is_some() && listed > 0);
                }
            }
        }
        assert!(proved >= 30 && refused >= 20, "{proved} ends proved, {refused} refused");
    }
}
