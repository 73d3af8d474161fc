//! The second road at given weights: the spectrum of their Hessian.

use linscape_critical::Observer;
use linscape_lapack::symmetric_eigenvalues;
use linscape_network::{Reduction, Weights};
use nalgebra::DMatrix;

use crate::classify::HessianBound;
use crate::second_road::{Outermost, first};
use crate::{Classification, EndSigns, HessianSigns, MeasureError};
use linscape_critical::{ErrorBar, Inertia, NaturalUnits};
use linscape_curvature::{
    HessianProduct, LanczosError, LanczosOptions, LanczosStatus, NumericalInertia, SecondOrder,
    SpectrumMethod,
};

/// How the Hessian's eigenvalues are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HessianMethod {
    /// All of them, by the dense matrix and LAPACK: `8 N²` bytes.
    Dense,
    /// All of them, piece by piece, where the weights are of low rank or near it.
    LowRank,
    /// Some at both ends, by products with the Hessian.
    Lanczos,
    /// Not at all: the theorem alone.
    Skip,
}

/// The Hessian of the loss at given weights.
#[derive(Debug, Clone, PartialEq)]
pub struct HessianCheck {
    /// How its eigenvalues were found.
    pub method: SpectrumMethod,
    /// The smallest eigenvalue, in the problem's convention and the data's own coordinates; `None`
    /// where products on unevenly stretched inputs do not tell it from zero with moderate effort.
    pub smallest: Option<f64>,
    /// The largest one.
    pub largest: f64,
    /// The larger residual `‖H v − λ v‖` of those listed, where vectors were computed.
    pub residual: Option<f64>,
    /// Signs of eigenvalues, coordinates that the loss ignores included.
    pub signs: HessianSigns,
}

/// Eigenvalues counted at an end, at most: as many as a basis of the usual memory serves, and some
/// whatever it takes.
const MOST_COUNTED: usize = 64;
const COUNTED: usize = 16;
/// Largest block: as many copies of an eigenvalue are found at once.
const LARGEST_BLOCK: usize = 8;

impl HessianCheck {
    /// The eigenvalues of the dense Hessian in whitened coordinates decide the inertia; those with
    /// the columns of `W_1` as long as the inputs are the ones in the data's own coordinates.
    ///
    /// # Errors
    /// When the weights (whitened) are of another shape than the problem, or a decomposition fails.
    ///
    /// # Complexity
    /// `O(N³)` time, twice when the inputs are not white, and `8 N²` bytes.
    pub fn dense(
        reduction: &Reduction,
        weights: &Weights,
        classified: &Classification,
    ) -> Result<Self, MeasureError> {
        let problem = reduction.problem();
        let sigma = reduction.target().matrix();
        let hessian = SecondOrder::new(weights, sigma)?.hessian();
        let ignored = problem.architecture().parameters() - weights.parameters();
        let scaled = reduction.stretches().map(|all| stretched(&hessian, weights, &all));
        let eigenvalues = symmetric_eigenvalues(hessian)?;
        let HessianBound { size, clear } = classified.hessian;
        let solving = 4.0 * eigenvalues.len() as f64 * f64::EPSILON * size.norm;
        let bar = ErrorBar::new(size.error + solving, clear);
        let inertia = NumericalInertia::beyond(&eigenvalues, bar).with_zeros(ignored);
        let shown = match scaled {
            Some(scaled) => symmetric_eigenvalues(scaled)?,
            None => eigenvalues,
        };
        let limit = if ignored > 0 { 0.0 } else { f64::NAN };
        let end = |value: Option<&f64>| problem.factor() * value.copied().unwrap_or(0.0);
        Ok(Self {
            method: SpectrumMethod::Dense,
            smallest: Some(end(shown.first()).min(limit)),
            largest: end(shown.last()).max(limit),
            residual: None,
            signs: HessianSigns::Whole(inertia),
        })
    }

    /// Both ends by thick-restarted block Lanczos: as many eigenvalues in whitened coordinates as it
    /// takes to count the theorem's index (at most 64, 16 where vectors are long, one where there is no
    /// stratum), in blocks that hold as many copies as there may be, and the outermost ones in the
    /// data's own. Up to order 4,000 the count is proved to be complete by a decomposition of the
    /// Hessian ([`LanczosOptions::proofs`]); beyond it is a lower bound.
    ///
    /// # Errors
    /// When the weights (whitened) are of another shape than the problem, or a decomposition fails.
    ///
    /// # Complexity
    /// As [`HessianProduct::ends`], twice when the inputs are not white.
    pub fn lanczos(
        reduction: &Reduction,
        weights: &Weights,
        classified: &Classification,
        seed: u64,
        observer: &dyn Observer,
    ) -> Result<Self, LanczosError> {
        let problem = reduction.problem();
        let sigma = reduction.target().matrix();
        let index = classified.stratum.as_ref().map_or(0, |at| at.profile.inertia.negative);
        let options = options(index, weights.parameters(), seed);
        let product = HessianProduct::new(weights, sigma)?;
        let white = product.ends(&options, observer)?;
        let HessianBound { size, clear } = classified.hessian;
        // The iteration's own rounding is that of a few products.
        let rounding = size.error + 64.0 * f64::EPSILON * size.norm;
        let outer = [&white.lowest, &white.highest].map(first);
        let scale = outer.iter().flatten().fold(0.0_f64, |most, (value, _)| most.max(value.abs()));
        let converged = 10.0 * options.tolerance * scale + rounding;
        let signs = EndSigns::count(&white, rounding, clear, converged);
        let shown = match reduction.stretches() {
            None => Outermost::of(&white),
            Some(_) => Outermost::in_data(reduction, weights, (&white, &signs), seed, observer)?,
        };
        let factor = problem.factor();
        Ok(Self {
            method: shown.method,
            smallest: shown.lowest.map(|(value, _)| factor * value),
            largest: factor * shown.highest.map_or(0.0, |(value, _)| value),
            residual: Some(factor * shown.residual()),
            signs: HessianSigns::Ends(signs),
        })
    }

    /// The same in the units that the problem was stated in.
    pub(crate) fn restored(mut self, units: NaturalUnits) -> Self {
        self.smallest = self.smallest.map(|value| units.eigenvalue(value));
        self.largest = units.eigenvalue(self.largest);
        self.residual = self.residual.map(|value| units.eigenvalue(value));
        if let SpectrumMethod::LowRank { bound, .. } = &mut self.method {
            *bound = units.eigenvalue(*bound);
        }
        if let HessianSigns::Whole(found) = &mut self.signs {
            found.error = units.eigenvalue(found.error);
            found.counts.open = found.counts.open.map(|value| units.eigenvalue(value));
        }
        self
    }

    /// How the iteration ended, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<LanczosStatus> {
        self.method.status()
    }

    /// `2/λ_max`, the largest stable step of gradient descent; `None` when no eigenvalue is
    /// positive, or all that are seen are rounding.
    #[must_use]
    pub fn step_limit(&self) -> Option<f64> {
        let has_one = self.largest > 0.0 && !self.signs.has_no_positive();
        has_one.then(|| 2.0 / self.largest)
    }

    /// Whether theorem and numerics agree; `None` when the numerics are undecided.
    #[must_use]
    pub fn agrees_with(&self, theorem: Inertia) -> Option<bool> {
        self.signs.agree_with(theorem)
    }
}

/// Settings to count `index` negative eigenvalues of a Hessian of some order.
pub(crate) fn options(index: usize, order: usize, seed: u64) -> LanczosOptions {
    let usual = LanczosOptions::for_ends(1);
    let held = usual.memory / (8 * size_of::<f64>() * order.max(1));
    let most = held.clamp(COUNTED, MOST_COUNTED).min(order / 2);
    let count = (index + 1).min(most).max(1);
    let block = index.clamp(usual.block, LARGEST_BLOCK);
    let LanczosOptions { basis, .. } = LanczosOptions::for_ends(count);
    // The high end decides nothing, but more positive eigenvalues than there may be contradict too.
    let (ends, proofs) = ([count, count.min(COUNTED)], [usual.proofs[0], 0]);
    LanczosOptions { ends, block, basis: basis.max(4 * (count + block)), proofs, seed, ..usual }
}

/// The Hessian with each column of `W_1` as long as its input direction.
fn stretched(hessian: &DMatrix<f64>, weights: &Weights, stretches: &[f64]) -> DMatrix<f64> {
    let rows = weights.matrices()[0].nrows();
    let mut scaled = hessian.clone();
    for (column, &stretch) in stretches.iter().enumerate() {
        for at in column * rows..(column + 1) * rows {
            scaled.column_mut(at).scale_mut(stretch);
            scaled.row_mut(at).scale_mut(stretch);
        }
    }
    scaled
}
