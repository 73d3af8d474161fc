//! The second road at weights of low rank: all eigenvalues, piece by piece.

use linscape_critical::{ErrorBar, Observer};
use linscape_curvature::{
    HessianProduct, LanczosOptions, LowRank, LowRankError, LowRankOptions, LowRankSpectrum,
    NumericalInertia, SpectrumMethod,
};
use linscape_network::{Reduction, Weights};

use crate::classify::HessianBound;
use crate::second_road::first;
use crate::{Classification, CountEnd, EndSigns, HessianCheck, HessianSigns};

impl HessianCheck {
    /// The whole spectrum in whitened coordinates, by [`LowRank`], decides the inertia; that in the data's
    /// own gives the outermost eigenvalues, or Lanczos does where its core is too large. Where more
    /// than the errors of the weights was truncated, no eigenvalue within the bound is called
    /// zero, and signs are counted beyond it.
    ///
    /// `None` where no core within the options was found, or truncation left nothing.
    ///
    /// # Errors
    /// When the weights (whitened) are of another shape than the problem, or a decomposition fails.
    ///
    /// # Complexity
    /// As [`LowRank::of`] and [`LowRank::spectrum`], twice when the inputs are not white.
    pub fn low_rank(
        reduction: &Reduction,
        weights: &Weights,
        classified: &Classification,
        (options, seed): (LowRankOptions, u64),
        observer: &dyn Observer,
    ) -> Result<Option<Self>, LowRankError> {
        let problem = reduction.problem();
        let sigma = reduction.target().matrix();
        let Some(white) = LowRank::of(weights, sigma, options)? else { return Ok(None) };
        let white = white.spectrum()?;
        if white.is_vacuous() {
            return Ok(None);
        }
        let ignored = problem.architecture().parameters() - weights.parameters();
        let HessianBound { size, clear } = classified.hessian;
        let signs = signs(&white, (size.error, clear), ignored);
        let factor = problem.factor();
        let method = white.clone().scaled(factor).method();
        let ends = match reduction.stretches() {
            None => Ends::of(&white),
            Some(_) => {
                let mut matrices = weights.matrices().to_vec();
                matrices[0] = reduction.unwhiten(&matrices[0]);
                let weights = Weights::new(matrices)?;
                Ends::in_data(reduction, &weights, (options, seed), observer)?
            }
        };
        Ok(Some(ends.check(factor, method, signs)))
    }

    /// Whether the eigenvalues have digits left after truncation.
    #[must_use]
    pub fn is_sharp(&self) -> bool {
        !matches!(self.method, SpectrumMethod::LowRank { is_sharp: false, .. })
    }
}

/// The inertia where truncation is within the errors of the weights, otherwise what is certain of it.
pub(super) fn signs(
    spectrum: &LowRankSpectrum,
    (own, clear): (f64, f64),
    ignored: usize,
) -> HessianSigns {
    let error = own + spectrum.bound();
    if spectrum.truncation <= own.max(spectrum.rounding) {
        let levels = spectrum.levels.iter().map(|level| (level.value, level.multiplicity));
        let levels = levels.chain([(0.0, ignored)]);
        return HessianSigns::Whole(NumericalInertia::of_levels(
            levels,
            ErrorBar::new(error, clear),
        ));
    }
    let certain = spectrum.signs(error);
    // What is within the bound may be of either sign.
    let end = if certain.within + ignored == 0 { CountEnd::Proved } else { CountEnd::Open };
    HessianSigns::Ends(EndSigns {
        negative: certain.negative,
        negative_end: end,
        positive: certain.positive,
        positive_end: end,
        margin: certain.nearest / error,
    })
}

/// The outermost eigenvalues.
pub(super) struct Ends {
    smallest: Option<f64>,
    largest: f64,
    residual: f64,
}

impl Ends {
    fn of(spectrum: &LowRankSpectrum) -> Self {
        let levels = [spectrum.levels.first(), spectrum.levels.last()];
        let residuals = levels.into_iter().flatten().map(|level| level.residual);
        Self {
            smallest: spectrum.smallest(),
            largest: spectrum.largest().unwrap_or(0.0),
            residual: residuals.fold(0.0, f64::max),
        }
    }

    /// In the data's own coordinates, biases included.
    pub(super) fn in_data(
        reduction: &Reduction,
        weights: &Weights,
        (options, seed): (LowRankOptions, u64),
        observer: &dyn Observer,
    ) -> Result<Self, LowRankError> {
        if let Some(reduced) = LowRank::in_data(reduction, weights, options)? {
            return Ok(Self::of(&reduced.spectrum()?));
        }
        let product = HessianProduct::in_data(reduction, weights)?;
        let options = LanczosOptions { seed, ..LanczosOptions::at_top(1) };
        let top = first(&product.ends(&options, observer)?.highest).unwrap_or_default();
        Ok(Self { smallest: None, largest: top.0, residual: top.1 })
    }

    /// The check with these ends, in the problem's convention.
    pub(super) fn check(
        self,
        factor: f64,
        method: SpectrumMethod,
        signs: HessianSigns,
    ) -> HessianCheck {
        HessianCheck {
            method,
            smallest: self.smallest.map(|value| factor * value),
            largest: factor * self.largest,
            residual: Some(factor * self.residual),
            signs,
        }
    }
}
