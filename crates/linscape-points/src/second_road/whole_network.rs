//! The second road at weights with biases: the Hessian of all of them, on data of which no mean was
//! taken.

use linscape_critical::{ErrorBar, NaturalUnits, Observer};
use linscape_curvature::{
    HessianProduct, LanczosOptions, LowRank, LowRankError, LowRankOptions, NumericalInertia,
    SecondOrder, SpectrumMethod, SymmetricOperator as _,
};
use linscape_lapack::symmetric_eigenvalues;
use linscape_network::{LayerInputs, Reduction, Weights, WeightsError};
use nalgebra::DMatrix;

use crate::diagnosis::relative_error;
use crate::second_road::low_rank_check::{Ends, signs};
use crate::second_road::{first, options};
use crate::{Classification, DiagnosisError, EndSigns, HessianCheck, HessianSigns};

/// Data of which no mean was taken, and weights and biases in the data's own coordinates, in some units.
#[derive(Debug, Clone)]
pub(crate) struct InUnits {
    pub(crate) reduction: Reduction,
    pub(crate) units: NaturalUnits,
    pub(crate) weights: Weights,
}

impl InUnits {
    pub(crate) fn moved_to(&self, weights: &Weights) -> Self {
        let weights = weights.map(|entry| self.units.weight_here(entry));
        Self { weights, ..self.clone() }
    }
}

/// Weights with biases in the data's own coordinates, and how exactly they were stored.
pub(crate) struct WholeNetwork<'a> {
    /// In units in which signs are told.
    pub judged: &'a InUnits,
    /// In the problem's own units, in which biases of all layers multiply one constant.
    pub own: &'a InUnits,
    /// In units in which eigenvalues of the data's own coordinates are of size one.
    pub shown: &'a InUnits,
    /// Relative spacing of the stored numbers.
    pub epsilon: f64,
    /// What the matrices alone are: the index tells how many eigenvalues are looked for.
    pub classified: &'a Classification,
    /// `Σ` of the data about their means, and the matrices whitened there, in natural units.
    pub about_means: (&'a DMatrix<f64>, &'a Weights),
}

impl WholeNetwork<'_> {
    /// All eigenvalues: those of whitened inputs, of the same signs, decide the inertia, those of the
    /// data's own coordinates are shown.
    pub(crate) fn dense(&self) -> Result<HessianCheck, DiagnosisError> {
        let (reads, white) = self.whitened()?;
        let product = HessianProduct::reading(&white, &reads)?;
        let hessian = SecondOrder::reading(&white, &reads)?.hessian();
        let order = hessian.nrows();
        let InUnits { reduction, units, .. } = self.judged;
        let ignored = reduction.problem().parameters() - order;
        let eigenvalues = symmetric_eigenvalues(hessian).map_err(crate::MeasureError::from)?;
        let solving = 4.0 * order as f64 * f64::EPSILON * product.size_bound();
        let bar = ErrorBar::new(self.error(&product) + solving, self.classified.hessian.clear);
        let mut inertia = NumericalInertia::beyond(&eigenvalues, bar).with_zeros(ignored);
        let white = reduction.in_natural_units().1;
        for number in inertia.counts.open.iter_mut().chain([&mut inertia.error]) {
            *number = units.eigenvalue(white.eigenvalue(*number));
        }
        let shown = SecondOrder::reading(&self.shown.weights, &self.in_data())?.hessian();
        let shown = symmetric_eigenvalues(shown).map_err(crate::MeasureError::from)?;
        let end = |value: Option<&f64>| self.in_own_units(value.copied().unwrap_or(0.0));
        Ok(HessianCheck {
            method: SpectrumMethod::Dense,
            smallest: Some(end(shown.first())),
            largest: end(shown.last()),
            residual: None,
            signs: HessianSigns::Whole(inertia),
        })
    }

    /// Both ends by Lanczos, signs counted for whitened inputs.
    pub(crate) fn lanczos(
        &self,
        seed: u64,
        observer: &dyn Observer,
    ) -> Result<HessianCheck, DiagnosisError> {
        let (reads, white) = self.whitened()?;
        let product = HessianProduct::reading(&white, &reads)?;
        let stratum = self.classified.stratum.as_ref();
        let index = stratum.map_or(0, |at| at.profile.inertia.negative);
        let wanted = options(index, product.order(), seed);
        let ends = product.ends(&wanted, observer)?;
        let rounding = self.error(&product) + 64.0 * f64::EPSILON * product.size_bound();
        let outer = [&ends.lowest, &ends.highest].map(first);
        let scale = outer.iter().flatten().fold(0.0_f64, |most, (value, _)| most.max(value.abs()));
        let converged = 10.0 * wanted.tolerance * scale + rounding;
        let clear = self.classified.hessian.clear;
        let signs = EndSigns::count(&ends, rounding, clear, converged);
        let shown = HessianProduct::reading(&self.shown.weights, &self.in_data())?;
        let one = LanczosOptions { seed, ..LanczosOptions::for_ends(1) };
        let outermost = shown.ends(&one, observer)?;
        let pairs = [&outermost.lowest, &outermost.highest].map(first);
        let residual = pairs.iter().flatten().fold(0.0_f64, |most, (_, r)| most.max(*r));
        Ok(HessianCheck {
            method: SpectrumMethod::of_ends(&ends).followed_by(&outermost),
            smallest: pairs[0].map(|(value, _)| self.in_own_units(value)),
            largest: self.in_own_units(pairs[1].map_or(0.0, |(value, _)| value)),
            residual: Some(self.in_own_units(residual)),
            signs: HessianSigns::Ends(signs),
        })
    }

    /// All eigenvalues piece by piece, signs counted for whitened inputs, the outermost in the data's own
    /// coordinates. Where the core of the whole network is too large, the offset is split off first: with
    /// `c' = W_{h:1} x̄ + Σ W_{h:i+1} b_i − ȳ` in place of `b_h` the Hessian is that of the matrices on data about
    /// their means, the identity for `c'`, and zero for the other biases, but for what an offset that
    /// is not at its best bends.
    ///
    /// `None` where no core was found, or truncation left nothing.
    pub(crate) fn low_rank(
        &self,
        (options, seed): (LowRankOptions, u64),
        observer: &dyn Observer,
    ) -> Result<Option<HessianCheck>, LowRankError> {
        let (reads, white) = self.whitened()?;
        let product = HessianProduct::reading(&white, &reads)?;
        let (mut error, mut split) = (self.error(&product), 0);
        let mut reduced = LowRank::reading(&white, &reads, options)?;
        if reduced.is_none() {
            let (sigma, weights) = self.about_means;
            reduced = LowRank::of(weights, sigma, options)?;
            (error, split) = (error + bend_of_offset(&reads, &white), sigma.nrows());
        }
        let spectrum = reduced.map(|reduced| reduced.spectrum()).transpose()?;
        let Some(spectrum) = spectrum.filter(|found| !found.is_vacuous()) else { return Ok(None) };
        let rest = self.judged.reduction.problem().parameters() - spectrum.order() - split;
        let clear = self.classified.hessian.clear;
        let signs = signs(&spectrum, (error, clear), &[(1.0, split), (0.0, rest)]);
        let InUnits { reduction, weights, .. } = self.own;
        let ends = Ends::in_data(reduction, weights, (options, seed), &signs, observer)?;
        Ok(Some(ends.check(reduction.problem().factor(), spectrum, signs)))
    }

    fn whitened(&self) -> Result<(LayerInputs, Weights), WeightsError> {
        self.judged.reduction.whitened_network(&self.judged.weights)
    }

    /// How many weights and biases there are.
    pub(crate) fn parameters(&self) -> usize {
        self.shown.weights.parameters()
    }

    /// An eigenvalue in the problem's convention and units.
    fn in_own_units(&self, eigenvalue: f64) -> f64 {
        self.shown.reduction.problem().factor() * self.shown.units.eigenvalue(eigenvalue)
    }

    fn in_data(&self) -> LayerInputs {
        match LayerInputs::in_data(&self.shown.reduction) {
            Some(reads) => reads,
            None => unreachable!("the last layer of this network has a bias"),
        }
    }

    /// What errors of weights, biases and means may do to an eigenvalue: every entry of the Hessian is a
    /// sum of products of at most `2h` of them.
    fn error(&self, product: &HessianProduct) -> f64 {
        let InUnits { reduction, weights, .. } = self.judged;
        let relative = relative_error(reduction, weights, self.epsilon);
        2.0 * relative * product.size_bound()
    }
}

/// How much the Hessian may differ from that of the offset split off: what is left of the offset, times the second
/// derivatives of what the network makes of the constant, by the norms of partial products. Nothing at the
/// best offset.
fn bend_of_offset(reads: &LayerInputs, weights: &Weights) -> f64 {
    let last = reads.target.ncols() - 1;
    let left = (&reads.target - reads.outputs(weights)).column(last).norm();
    let read: Vec<f64> =
        reads.of_layers(weights).iter().map(|input| input.column(last).norm()).collect();
    let sizes: Vec<f64> = weights.matrices().iter().map(DMatrix::norm).collect();
    let mut squares = 0.0;
    for later in 1..sizes.len() {
        for earlier in 0..later {
            let between: f64 = sizes[earlier + 1..later].iter().product();
            let after: f64 = sizes[later + 1..].iter().product();
            squares += 2.0 * (left * after * between * read[earlier]).powi(2);
        }
    }
    squares.sqrt()
}
