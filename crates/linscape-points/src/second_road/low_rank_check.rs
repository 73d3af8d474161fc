//! The second road at weights of low rank: all eigenvalues, piece by piece.

use linscape_critical::{ErrorBar, Observer};
use linscape_curvature::{
    HessianProduct, LanczosOptions, LanczosStatus, LowRank, LowRankError, LowRankOptions,
    LowRankSpectrum, NumericalInertia, SpectrumMethod,
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
        let signs = signs(&white, (size.error, clear), &[(0.0, ignored)]);
        let ends = if reduction.stretches().is_none() {
            Ends::of(&white)
        } else {
            let mut matrices = weights.matrices().to_vec();
            matrices[0] = reduction.unwhiten(&matrices[0]);
            let weights = Weights::new(matrices)?;
            Ends::in_data(reduction, &weights, (options, seed), &signs, observer)?
        };
        Ok(Some(ends.check(problem.factor(), white, signs)))
    }

    /// Whether the eigenvalues have digits left after truncation.
    #[must_use]
    pub fn is_sharp(&self) -> bool {
        !matches!(self.method, SpectrumMethod::LowRank { is_sharp: false, .. })
    }
}

/// The inertia where truncation is within the errors of the weights, otherwise what is certain of it. Beside the
/// spectrum other eigenvalues may be known, with their copies.
pub(super) fn signs(
    spectrum: &LowRankSpectrum,
    (own, clear): (f64, f64),
    beside: &[(f64, usize)],
) -> HessianSigns {
    let error = own + spectrum.bound();
    if spectrum.truncation <= own.max(spectrum.rounding) {
        let levels = spectrum.levels.iter().map(|level| (level.value, level.multiplicity));
        let levels = levels.chain(beside.iter().copied());
        return HessianSigns::Whole(NumericalInertia::of_levels(
            levels,
            ErrorBar::new(error, clear),
        ));
    }
    let mut certain = spectrum.signs(error);
    for &(value, copies) in beside {
        let is_clear = value > error;
        *(if is_clear { &mut certain.positive } else { &mut certain.within }) += copies;
        if is_clear && copies > 0 {
            certain.nearest = certain.nearest.min(value);
        }
    }
    // What is within the bound may be of either sign.
    let end = if certain.within == 0 { CountEnd::Proved } else { CountEnd::Open };
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
    /// How they were found, where not with those of whitened coordinates.
    method: Option<SpectrumMethod>,
}

/// What the low end of a core may cost: so many times the products of the high end, which are cheap beside those
/// with the whole.
const EFFORT: usize = 64;

impl Ends {
    fn of(spectrum: &LowRankSpectrum) -> Self {
        let levels = [spectrum.levels.first(), spectrum.levels.last()];
        let residuals = levels.into_iter().flatten().map(|level| level.residual);
        Self {
            smallest: spectrum.smallest(),
            largest: spectrum.largest().unwrap_or(0.0),
            residual: residuals.fold(0.0, f64::max),
            method: None,
        }
    }

    /// Of weights in the data's own coordinates, biases included: by pieces where truncation leaves two
    /// digits, of a core that is too large by products with it; else the largest by products with the whole.
    pub(super) fn in_data(
        reduction: &Reduction,
        weights: &Weights,
        (options, seed): (LowRankOptions, u64),
        signs: &HessianSigns,
        observer: &dyn Observer,
    ) -> Result<Self, LowRankError> {
        let factor = reduction.problem().factor();
        if let Some(reduced) = LowRank::in_data(reduction, weights, options)? {
            let spectrum = reduced.spectrum()?;
            if spectrum.is_sharp() {
                let method = Some(spectrum.clone().scaled(factor).method());
                return Ok(Self { method, ..Self::of(&spectrum) });
            }
        }
        let truncate = options.truncate;
        let larger = LowRankOptions { truncate, ..LowRankOptions::iterated(weights) };
        if let Some(reduced) = LowRank::in_data(reduction, weights, larger)?
            && let Some(found) = Self::of_large_core(&reduced, (factor, seed), signs, observer)?
        {
            return Ok(found);
        }
        let product = HessianProduct::in_data(reduction, weights)?;
        let options = LanczosOptions { seed, ..LanczosOptions::at_top(1) };
        let top = first(&product.ends(&options, observer)?.highest).unwrap_or_default();
        Ok(Self { smallest: None, largest: top.0, residual: top.1, method: None })
    }

    /// Of a core that is too large to be decomposed. Its smallest eigenvalue is looked for where the signs
    /// leave room for a negative one, for 64 times what the largest cost, and given where it
    /// converged to something farther from zero than its residual.
    fn of_large_core(
        reduced: &LowRank,
        (factor, seed): (f64, u64),
        signs: &HessianSigns,
        observer: &dyn Observer,
    ) -> Result<Option<Self>, LowRankError> {
        let options = LanczosOptions { seed, ..LanczosOptions::at_top(1) };
        if !reduced.pieces()?.is_sharp() {
            return Ok(None);
        }
        let top = reduced.ends(&options, observer)?;
        let Some((largest, mut residual)) = top.largest() else { return Ok(None) };
        let mut method = top.clone().scaled(factor).method();
        let mut smallest = None;
        if !signs.has_no_negative() && top.core.status == LanczosStatus::Converged {
            let most_products = EFFORT * top.core.products;
            let options = LanczosOptions { ends: [1, 0], most_products, ..options };
            let mut low = reduced.ends(&options, observer)?;
            let has_converged = low.core.status == LanczosStatus::Converged;
            let found =
                low.smallest().filter(|(value, error)| has_converged && value.abs() > *error);
            smallest = found.map(|(value, _)| value);
            residual = found.map_or(residual, |(_, error)| error.max(residual));
            if low.core.status == LanczosStatus::PartiallyConverged {
                // Given up as it was meant to be: no failure of what is asked for.
                low.core.status = LanczosStatus::Converged;
            }
            method = method.with_iteration(&low.core);
        }
        Ok(Some(Self { smallest, largest, residual, method: Some(method) }))
    }

    /// The check with these ends, in the problem's convention; `white` is what the signs were counted of.
    pub(super) fn check(
        self,
        factor: f64,
        white: LowRankSpectrum,
        signs: HessianSigns,
    ) -> HessianCheck {
        let counted = white.scaled(factor).method();
        HessianCheck {
            method: self.method.map_or(counted, |shown| shown.as_sharp_as(counted)),
            smallest: self.smallest.map(|value| factor * value),
            largest: factor * self.largest,
            residual: Some(factor * self.residual),
            signs,
        }
    }
}
