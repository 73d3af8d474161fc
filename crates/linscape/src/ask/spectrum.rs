//! Hessian spectra of weights, by computation.

use super::room::{largest_hessian, room_for_hessian};
use crate::ask::LARGEST_DENSE;
use crate::ask::check_weights;
use crate::{
    Limit, MatrixLimit, RepresentOptions, StatedDecay, StatedFamily, StatedOwn, StatedProblem,
    TaskError, own_report, represent,
};
use linscape_critical::{Observer, Problem, Progress, abandonable};
use linscape_curvature::{
    HessianProduct, LanczosOptions, LowRank, LowRankError, LowRankOptions, LowRankSpectrum,
    Regularised, WeightsSpectrum,
};
use linscape_decay::{FamilyType, minima};
use linscape_formats::{ReadWeights, SpectrumOfWeights, subset_text};
use linscape_network::{Reduction, Weights, WeightsError};
use linscape_points::{OwnLandscape, OwnPoint, decayed_at, own_at};
use std::ops::ControlFlow;

/// The way to a spectrum of weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpectrumRoad {
    /// All eigenvalues of the Hessian, formed.
    Dense,
    /// All eigenvalues piece by piece, of weights that are of low rank or near it.
    LowRank,
    /// Both ends.
    Lanczos,
}

/// How a spectrum of weights is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpectrumOptions {
    /// `None`: dense up to the limit, beyond it piece by piece where the weights are of low rank,
    /// otherwise both ends.
    pub road: Option<SpectrumRoad>,
    /// Whether eigenvectors are wanted; those of pieces are made for this only.
    pub vectors: bool,
    /// Eigenpairs at each end when there are too many weights for all of them.
    pub ends: usize,
    /// Largest order of a matrix that is formed: of the Hessian, or of the core of weights of low rank.
    pub dense_limit: usize,
    /// Seed of the iteration's starting vectors.
    pub seed: u64,
}

impl Default for SpectrumOptions {
    fn default() -> Self {
        Self { road: None, vectors: false, ends: 5, dense_limit: 2000, seed: 0 }
    }
}

/// The spectrum at some weights.
#[derive(Debug, Clone)]
pub struct WeightsPoint {
    /// What the weights are called.
    pub file: String,
    /// Their tensors.
    pub tensors: Vec<String>,
    /// Loss there.
    pub loss: f64,
    /// Norm of the gradient there.
    pub gradient_norm: f64,
    /// Whether the loss is the smallest there is, up to rounding.
    pub is_global_minimum: bool,
    /// Seed of the iteration.
    pub seed: u64,
    /// The spectrum.
    pub spectrum: WeightsSpectrum,
}

impl WeightsPoint {
    /// The largest eigenvalue, 0 where the Hessian is zero: `2/λ_max` is the largest stable step of descent.
    #[must_use]
    pub fn sharpness(&self) -> f64 {
        let rows = &self.spectrum.rows;
        rows.last().map_or(0.0, |row| row.value.max(0.0))
    }

    /// The rate `−λ_min` at which gradient flow leaves a saddle; none without a negative eigenvalue that stands out
    /// from rounding.
    #[must_use]
    pub fn escape_rate(&self) -> Option<f64> {
        let rate = -self.spectrum.rows.first()?.value;
        (rate > MINIMAL * self.sharpness()).then_some(rate)
    }

    /// The record that the formats write.
    #[must_use]
    pub fn record<'a>(&'a self, stated: &'a StatedProblem) -> SpectrumOfWeights<'a> {
        SpectrumOfWeights {
            problem: &stated.problem,
            source: stated.source.as_ref(),
            decayed: None,
            own: None,
            file: &self.file,
            tensors: &self.tensors,
            loss: self.loss,
            gradient_norm: self.gradient_norm,
            is_global_minimum: self.is_global_minimum,
            seed: self.seed,
            spectrum: &self.spectrum,
        }
    }

    /// The same of the loss with weight decay ([`spectrum_of_decayed_weights`]).
    #[must_use]
    pub fn record_with_decay<'a>(&'a self, stated: &'a StatedDecay) -> SpectrumOfWeights<'a> {
        SpectrumOfWeights { decayed: Some(&stated.decayed), ..self.record(&stated.stated) }
    }

    /// The same of the loss with decay of the data's own weights, among its listed points
    /// ([`spectrum_of_own_weights`]).
    #[must_use]
    pub fn record_among<'a>(
        &'a self,
        stated: &'a StatedOwn,
        landscape: &'a OwnLandscape,
    ) -> SpectrumOfWeights<'a> {
        let own = Some(own_report(stated, landscape));
        SpectrumOfWeights { own, ..self.record(&stated.stated) }
    }
}

/// The spectrum of the Hessian at weights in the coordinates of the data: all of it, or both ends; of
/// all weights and biases. The problem is to be that of the weights
/// ([`StatedProblem::for_weights`]).
///
/// # Errors
/// When the problem has no bases, or the weights do not fit it, or a decomposition fails; and when the observer stops
/// it before there is an eigenvalue.
pub fn spectrum_of_weights(
    stated: &StatedProblem,
    file: String,
    read: &ReadWeights,
    options: SpectrumOptions,
    observer: &impl Observer,
) -> Result<WeightsPoint, TaskError> {
    let reduction = stated.reduction().ok_or(TaskError::NeedsBases { what: "data" })?;
    check_weights(stated, &file, read)?;
    let weights = stated.as_matrices(&read.weights)?;
    let hessian = HessianProduct::in_data(&reduction, &weights)?.scaled(stated.problem.factor());
    if !hessian.size_bound().is_finite() {
        return Err(TaskError::HessianOverflow { file });
    }
    // The bases of data know no convention of the loss.
    let factor = stated.problem.factor();
    let pieces = {
        let (reduction, hessian) = (reduction.clone(), hessian.clone());
        let weights = weights.clone().into_owned();
        move || in_pieces((&reduction, factor), &weights, &hessian, options)
    };
    let pieces = match abandonable(observer, Progress { done: 0, total: None }, pieces) {
        ControlFlow::Continue(pieces) => pieces?,
        ControlFlow::Break(()) => return Err(TaskError::Interrupted),
    };
    let spectrum = match pieces {
        Some(Pieces::Whole(spectrum)) => spectrum,
        Some(Pieces::LargeCore(reduced)) => {
            match with_large_core(&reduced, factor, &hessian, options, observer)? {
                Some(spectrum) => spectrum,
                None => formed_or_ends(&weights, &hessian, options, observer)?,
            }
        }
        None => formed_or_ends(&weights, &hessian, options, observer)?,
    };
    let loss = stated.problem.loss_offset() + hessian.loss();
    Ok(WeightsPoint {
        file,
        tensors: read.names.clone(),
        loss,
        gradient_norm: hessian.gradient_norm(),
        is_global_minimum: is_minimal(&stated.problem, loss),
        seed: options.seed,
        spectrum,
    })
}

/// The spectrum at the point of a family that is balanced in the data's own coordinates ([`RepresentOptions`]): another
/// one than that of the whitened problem's balanced point, for which there is a closed form.
///
/// # Errors
/// As [`represent`] and [`spectrum_of_weights`].
///
/// # Examples
/// A single weight a layer, `x = 4`, `y = 8`: `w_2 w_1 = 2`, and the Hessian is `16 (w_2, w_1)(w_2, w_1)ᵀ`.
/// ```
/// use linscape::{Given, ProblemOptions, SpectrumOptions, StatedFamily, spectrum_in_data};
/// use linscape::{critical::Precision, formats::ReadMatrix};
/// use nalgebra::DMatrix;
/// let number = |name, value| {
///     let value = ReadMatrix::of(DMatrix::from_element(1, 1, value), Precision::DOUBLE);
///     Some(Given::Value { name, value })
/// };
/// let options = ProblemOptions {
///     inputs: number("inputs", 4.0),
///     targets: number("targets", 8.0),
///     widths: Some("1,1,1".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let family = StatedFamily::new(options.state()?, "1")?;
/// let found = spectrum_in_data(&family, SpectrumOptions::default(), &())?;
/// assert!((found.sharpness() - 64.0).abs() < 1e-10); // 16 (2 + 2)
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn spectrum_in_data(
    family: &StatedFamily,
    options: SpectrumOptions,
    observer: &impl Observer,
) -> Result<WeightsPoint, TaskError> {
    let point = RepresentOptions { balanced_in_data: true, ..RepresentOptions::default() };
    let weights = represent(family, &point)?.weights;
    let names = (1..=weights.depth()).map(|layer| format!("W{layer}")).collect();
    let read = ReadWeights { weights, names, dtype_epsilon: f64::EPSILON, notes: vec![] };
    let multiplicities = family.stated.problem.spectrum().multiplicities();
    let learned = subset_text(&family.subset.indices(multiplicities));
    let name = format!("balanced point of {learned} in the data's own coordinates");
    spectrum_of_weights(&family.stated, name, &read, options, observer)
}

/// What pieces give at once.
enum Pieces {
    /// Every eigenvalue.
    Whole(WeightsSpectrum),
    /// All but those of a core that has to be iterated on.
    LargeCore(LowRank),
}

/// The spectrum piece by piece; none where another road was chosen or is shorter.
fn in_pieces(
    (reduction, factor): (&Reduction, f64),
    weights: &Weights,
    hessian: &HessianProduct,
    options: SpectrumOptions,
) -> Result<Option<Pieces>, TaskError> {
    let most = options.dense_limit.min(largest_hessian());
    let is_chosen = options.road == Some(SpectrumRoad::LowRank);
    let is_open = options.road.is_none() && weights.parameters() > options.dense_limit;
    if !(is_chosen || is_open) {
        return Ok(None);
    }
    let reduced = LowRank::in_data(
        reduction,
        weights,
        LowRankOptions { most, truncate: true, ..LowRankOptions::default() },
    )?;
    if let Some(reduced) = reduced {
        let spectrum = reduced.spectrum()?.scaled(factor);
        if is_worth_it(&spectrum, is_chosen) {
            let ends = if options.vectors { options.ends } else { 0 };
            let pairs = reduced.end_pairs(&spectrum, hessian, ends)?;
            return Ok(Some(Pieces::Whole(spectrum.listed(pairs))));
        }
    }
    let larger = LowRankOptions { truncate: true, ..LowRankOptions::iterated(weights) };
    let reduced =
        if larger.most > most { LowRank::in_data(reduction, weights, larger)? } else { None };
    match reduced {
        Some(reduced) => Ok(Some(Pieces::LargeCore(reduced))),
        None if is_chosen => Err(LowRankError::FullRank { most }.into()),
        None => Ok(None),
    }
}

/// Whether truncation left something; where nobody asked for it, two digits.
fn is_worth_it(spectrum: &LowRankSpectrum, is_chosen: bool) -> bool {
    !spectrum.is_vacuous() && (is_chosen || spectrum.is_sharp())
}

/// All eigenvalues but those of the core, and both ends of those; none where truncation left too little.
fn with_large_core(
    reduced: &LowRank,
    factor: f64,
    hessian: &HessianProduct,
    options: SpectrumOptions,
    observer: &impl Observer,
) -> Result<Option<WeightsSpectrum>, TaskError> {
    let is_chosen = options.road == Some(SpectrumRoad::LowRank);
    let SpectrumOptions { ends, seed, .. } = options;
    let lanczos = LanczosOptions { seed, ..LanczosOptions::for_ends(ends) };
    if !is_worth_it(&reduced.pieces()?, is_chosen) {
        let most = options.dense_limit;
        return if is_chosen { Err(LowRankError::FullRank { most }.into()) } else { Ok(None) };
    }
    let found = reduced.ends(&lanczos, observer)?.scaled(factor);
    let pairs = reduced.pairs_of_ends(&found, hessian, if options.vectors { ends } else { 0 })?;
    Ok(Some(found.listed(pairs)))
}

/// All eigenvalues of the Hessian, formed, or both ends.
fn formed_or_ends(
    weights: &Weights,
    hessian: &HessianProduct,
    options: SpectrumOptions,
    observer: &impl Observer,
) -> Result<WeightsSpectrum, TaskError> {
    let most = match options.road {
        Some(SpectrumRoad::Dense) => usize::MAX,
        Some(SpectrumRoad::Lanczos) => 0,
        _ => options.dense_limit,
    };
    if weights.parameters() <= most {
        room_for_hessian(weights.parameters())?;
    }
    let SpectrumOptions { ends, seed, .. } = options;
    let lanczos = LanczosOptions { seed, ..LanczosOptions::for_ends(ends) };
    Ok(WeightsSpectrum::new(weights, hessian, most, &lanczos, observer)?)
}

/// Relative to `½‖Σ‖²`: a loss this close to the smallest one is the smallest.
const MINIMAL: f64 = 1e-9;

fn is_minimal(problem: &Problem, loss: f64) -> bool {
    let smallest = problem.loss(&problem.leading(problem.maximal_rank()));
    loss - smallest <= MINIMAL * problem.signal_energy()
}

/// The spectrum of the Hessian of the loss with weight decay at weights in the coordinates of the data: all
/// of it, from the dense matrix.
///
/// # Errors
/// When the problem has no bases, the weights do not fit it or are too many, or the decomposition fails.
pub fn spectrum_of_decayed_weights(
    stated: &StatedDecay,
    file: String,
    read: &ReadWeights,
) -> Result<WeightsPoint, TaskError> {
    let reduction = stated.stated.reduction().ok_or(TaskError::NeedsBases { what: "data" })?;
    let losses = minima(&stated.decayed).into_iter().map(|word| stated.decayed.loss(&word));
    let least = losses.fold(f64::INFINITY, f64::min);
    let at = |weights: &Weights| decayed_at(&reduction, &stated.decayed, weights);
    dense_spectrum(&stated.stated, file, read, (at, Some(least).filter(|own| own.is_finite())))
}

/// The same where the data's own weights decay and no closed form names the points by words: whether the weights are a
/// global minimum is said where a listed one is proved.
///
/// # Errors
/// As [`spectrum_of_decayed_weights`].
pub fn spectrum_of_own_weights(
    stated: &StatedOwn,
    landscape: &OwnLandscape,
    file: String,
    read: &ReadWeights,
) -> Result<WeightsPoint, TaskError> {
    let is_global = |point: &&OwnPoint| point.family_type == FamilyType::GlobalMinimum;
    let least = landscape.points.iter().find(is_global).map(|point| point.loss);
    let at = |weights: &Weights| own_at(&stated.own, weights);
    dense_spectrum(&stated.stated, file, read, (at, least))
}

/// From the dense Hessian, in units of `½‖·‖²`, and the least loss there is, as far as it is known.
fn dense_spectrum(
    stated: &StatedProblem,
    file: String,
    read: &ReadWeights,
    (at, least): (impl Fn(&Weights) -> Result<Regularised, WeightsError>, Option<f64>),
) -> Result<WeightsPoint, TaskError> {
    stated.check_biases(&file, &read.weights)?;
    check_weights(stated, &file, read)?;
    let problem = &stated.problem;
    let order = problem.parameters();
    if order > LARGEST_DENSE {
        return Err(Limit::from(MatrixLimit::DecayedHessian { order, most: LARGEST_DENSE }).into());
    }
    let weights = stated.as_matrices(&read.weights)?;
    let at = at(&weights)?;
    let factor = problem.factor();
    let hessian = &at.hessian * factor;
    if hessian.iter().any(|entry| !entry.is_finite()) {
        return Err(TaskError::HessianOverflow { file });
    }
    let spectrum = WeightsSpectrum::of_matrix(&weights, &hessian)?;
    let loss = problem.loss_offset() + factor * at.loss;
    let above = least.map(|least| loss - least);
    Ok(WeightsPoint {
        file,
        tensors: read.names.clone(),
        loss,
        gradient_norm: factor * at.gradient_norm(),
        is_global_minimum: above.is_some_and(|own| own <= MINIMAL * problem.signal_energy()),
        seed: 0,
        spectrum,
    })
}
