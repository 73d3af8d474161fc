//! Curves as SVG.

use crate::{
    DrawingLimit, Limit, SpectrumOptions, StatedDecay, StatedOwn, StatedProblem, TaskError,
    WeightsPoint, spectrum_of_weights,
};
use linscape_critical::{Observer, family_count};
use linscape_curvature::{LanczosStatus, SpectrumMethod};
use linscape_formats::{DecayRecord, ReadWeights, StoredTrajectory};
use linscape_pictures::{
    HessianCurve, LowestValues, Missing, ValueStaircase, barrier_picture, bifurcation_picture,
    decayed_trajectory_picture, own_trajectory_picture, spectrum_picture, surface_picture,
    trajectory_picture,
};

/// Most values of a staircase: a line of more steps looks like any curve.
const MOST_VALUES: usize = 1 << 20;

/// Most labels that stand beside each other.
const MOST_LABELS: usize = 20;

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// As SVG.
    pub svg: String,
    /// Whether the work for it was interrupted: what is drawn is what was found until then.
    pub interrupted: bool,
}

/// How much of a staircase is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValuesDrawn {
    /// As many of the lowest critical values.
    pub lowest: usize,
    /// As many of them with subset and loss.
    pub label: usize,
}

impl Default for ValuesDrawn {
    fn default() -> Self {
        Self { lowest: 10_000, label: 8 }
    }
}

/// What is drawn of a Hessian's eigenvalues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HessianDrawing {
    /// How many are at least as large, positive and negative ones apart.
    #[default]
    Cumulative,
    /// How many lie in each step: weights whose whole spectrum is known.
    Density,
}

/// How many families lie at or below a loss, one step a critical value.
///
/// # Errors
/// [`DrawingLimit::Values`], or when values are too many to be counted.
///
/// # Examples
/// ```
/// use linscape::{ProblemOptions, ValuesDrawn, plot_values};
/// let options = ProblemOptions {
///     sigma: Some("2,1".to_owned()),
///     widths: Some("2,2,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let picture = plot_values(&options.state()?, ValuesDrawn::default(), &())?;
/// assert!(picture.svg.starts_with("<svg") && !picture.interrupted);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn plot_values(
    stated: &StatedProblem,
    drawn: ValuesDrawn,
    observer: &impl Observer,
) -> Result<Picture, Limit> {
    let ValuesDrawn { lowest, label } = drawn;
    if lowest > MOST_VALUES || label > MOST_LABELS {
        return Err(DrawingLimit::Values { values: MOST_VALUES, labels: MOST_LABELS }.into());
    }
    let LowestValues { counts, labelled } =
        LowestValues::of(&stated.problem, lowest, label, observer)?;
    let families = family_count(&stated.problem);
    let staircase = ValueStaircase {
        problem: &stated.problem,
        source: stated.source.as_ref(),
        values: &counts.values,
        families: &families,
        labelled: &labelled,
    };
    Ok(Picture { svg: staircase.picture(), interrupted: counts.interrupted })
}

/// The singular values of `Σ` with their multiplicities, as SVG.
#[must_use]
pub fn plot_spectrum(stated: &StatedProblem) -> String {
    spectrum_picture(&stated.problem, stated.source.as_ref())
}

/// The loss of a trajectory over the critical values it passes, and the modes it learns, as SVG.
#[must_use]
pub fn plot_trajectory(stated: &StatedProblem, trajectory: &StoredTrajectory) -> String {
    trajectory_picture(&stated.problem, stated.source.as_ref(), trajectory)
}

/// The same of a trajectory with weight decay.
#[must_use]
pub fn plot_decayed_trajectory(stated: &StatedDecay, trajectory: &StoredTrajectory) -> String {
    let (problem, source) = (&stated.stated.problem, stated.stated.source.as_ref());
    decayed_trajectory_picture(problem, &stated.decayed, source, trajectory)
}

/// The same with decay of the data's own weights, over the listed points that it passes.
#[must_use]
pub fn plot_own_trajectory(stated: &StatedOwn, trajectory: &StoredTrajectory) -> String {
    let (problem, source) = (&stated.stated.problem, stated.stated.source.as_ref());
    let decay = DecayRecord::of_own(&stated.own, stated.case);
    own_trajectory_picture(problem, decay, source, trajectory)
}

/// The loss on the plane of two modes, while others are learned, as SVG.
///
/// # Errors
/// When the modes are none of the problem's.
pub fn plot_surface(
    stated: &StatedProblem,
    modes: [usize; 2],
    learned: &[usize],
) -> Result<String, TaskError> {
    Ok(surface_picture(&stated.problem, stated.source.as_ref(), modes, learned)?)
}

/// The eigenvalues of the Hessian at weights, in the coordinates of the data. Where the core of weights of low rank is
/// larger than the limit of the options, its inner eigenvalues are missing: counts are lower bounds there.
///
/// # Errors
/// As [`spectrum_of_weights`], or [`DrawingLimit::Density`] when only both ends are known.
pub fn plot_hessian(
    stated: &StatedProblem,
    file: &str,
    read: &ReadWeights,
    (drawing, options): (HessianDrawing, SpectrumOptions),
    observer: &impl Observer,
) -> Result<Picture, TaskError> {
    let WeightsPoint { spectrum, .. } =
        spectrum_of_weights(stated, file.to_owned(), read, options, observer)?;
    let (problem, source) = (&stated.problem, stated.source.as_ref());
    let parameters = read.weights.parameters();
    let levels: Vec<_> = spectrum.rows.iter().map(|row| (row.value, row.multiplicity)).collect();
    let (within, in_pieces) = match spectrum.method {
        SpectrumMethod::LowRank { bound, .. } => (bound, true),
        SpectrumMethod::Dense | SpectrumMethod::Lanczos(_) => (0.0, false),
    };
    let missing = spectrum.missing(parameters);
    let missing = (missing > 0).then_some(Missing { count: missing, between: spectrum.bounds });
    let curve = HessianCurve { problem, source, levels: &levels, within, missing };
    let svg = match (drawing, missing) {
        (HessianDrawing::Cumulative, _) => curve.cumulative(),
        (HessianDrawing::Density, Some(missing)) if !in_pieces => {
            let (file, listed) = (file.to_owned(), parameters - missing.count);
            return Err(Limit::from(DrawingLimit::Density { file, listed, parameters }).into());
        }
        (HessianDrawing::Density, _) => curve.density(),
    };
    let interrupted = spectrum.method.status() == Some(LanczosStatus::Interrupted);
    Ok(Picture { svg, interrupted })
}

/// With weight decay: how much of each mode is learned, one curve for all of them, as SVG.
#[must_use]
pub fn plot_bifurcation(stated: &StatedDecay) -> String {
    bifurcation_picture(&stated.stated.problem, &stated.decayed, stated.stated.source.as_ref())
}

/// With weight decay: the minima and the passes between them, as SVG.
///
/// # Errors
/// [`TaskError::NoBarriers`] for networks of two layers, which have no spurious minima.
pub fn plot_barriers(stated: &StatedDecay) -> Result<String, TaskError> {
    let depth = stated.decayed.depth();
    if depth < 3 {
        return Err(TaskError::NoBarriers { depth });
    }
    let problem = &stated.stated.problem;
    Ok(barrier_picture(problem, &stated.decayed, stated.stated.source.as_ref()))
}
