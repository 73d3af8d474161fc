//! What one asks of decay on the data's own weights where no closed form names the points by words.

use crate::{Limit, MatrixLimit, StatedOwn, TaskError, Unaware, check_weights};
use linscape_critical::{Observer, Progress, RandomStream};
use linscape_formats::{OptionName, OwnReport, OwnVerificationReport, ReadWeights};
use linscape_network::Weights;
use linscape_points::{
    DirectionInData, OwnClassification, OwnLandscape, OwnPoint, OwnRoad, classify_own,
    own_directions, own_landscape, own_road, random_own_point,
};
use nalgebra::DVector;
use rayon::prelude::*;

use super::LARGEST_DENSE;
use crate::ask::{Matrices, with_best_offset, with_first_bias};

/// Lists what is found of the landscape, at most `limit` points of those that are enumerated.
///
/// # Errors
/// When the minimum of depth 2 is not found or cut off by a bottleneck, or a decomposition fails.
pub fn list_own(
    stated: &StatedOwn,
    limit: Option<usize>,
    observer: &impl Observer,
) -> Result<OwnLandscape, TaskError> {
    Ok(own_landscape(&stated.own, stated.case, limit, observer)?)
}

/// The same with all points: weights are not held against some of them.
///
/// # Errors
/// As [`list_own`], and when the work was interrupted.
pub fn list_whole_own(
    stated: &StatedOwn,
    observer: &impl Observer,
) -> Result<OwnLandscape, TaskError> {
    let landscape = list_own(stated, None, observer)?;
    if landscape.interrupted { Err(TaskError::Interrupted) } else { Ok(landscape) }
}

/// What the formats write.
#[must_use]
pub fn own_report<'a>(stated: &'a StatedOwn, landscape: &'a OwnLandscape) -> OwnReport<'a> {
    OwnReport {
        problem: &stated.stated.problem,
        source: stated.stated.source.as_ref(),
        own: &stated.own,
        landscape,
    }
}

/// The point of a key.
pub(crate) fn own_point<'l>(
    landscape: &'l OwnLandscape,
    key: &str,
) -> Result<&'l OwnPoint, TaskError> {
    landscape.point(key).ok_or_else(|| TaskError::OwnKey {
        by: OptionName::Subset,
        text: key.to_owned(),
        known: landscape.points.iter().map(|point| point.key.clone()).take(8).collect(),
    })
}

/// Random weights of a listed point, in the coordinates of the data.
///
/// # Errors
/// As [`list_own`], and when no point has this key.
pub fn represent_own(
    stated: &StatedOwn,
    key: &str,
    seed: u64,
    observer: &impl Observer,
) -> Result<Weights, TaskError> {
    Matrices { weights: 4, squares: 2, products: 0 }.check(&stated.stated.problem)?;
    let landscape = list_whole_own(stated, observer)?;
    let point = own_point(&landscape, key)?;
    let mut stream = RandomStream::new(seed, "represent own");
    let weights = random_own_point(&stated.own, point, &mut stream)?;
    let Some(reduction) = stated.stated.reduction() else { return Ok(weights) };
    let weights = with_best_offset(&reduction, weights, |_, width| DVector::zeros(width))?;
    with_first_bias(reduction.problem(), weights)
}

/// Says what weights of the data are, among the listed points.
///
/// # Errors
/// When the weights do not fit the problem, or are too many for a dense Hessian.
pub fn classify_with_own_decay(
    stated: &StatedOwn,
    landscape: &OwnLandscape,
    file: &str,
    read: &ReadWeights,
) -> Result<OwnClassification, TaskError> {
    stated.stated.check_biases(file, &read.weights)?;
    check_weights(&stated.stated, file, read)?;
    check_order(stated)?;
    let weights = stated.stated.as_matrices(&read.weights)?;
    Ok(classify_own(&stated.own, landscape, &weights, read.dtype_epsilon)?)
}

/// Directions of descent from weights that [`classify_with_own_decay`] knows, in the coordinates of the data.
///
/// # Errors
/// As [`classify_with_own_decay`], and when the network has biases.
pub fn directions_with_own_decay(
    stated: &StatedOwn,
    read: &ReadWeights,
) -> Result<Vec<DirectionInData>, TaskError> {
    stated.stated.refuse_biases(Unaware::Thing("the search for directions"))?;
    Ok(own_directions(&stated.own, &read.weights)?)
}

fn check_order(stated: &StatedOwn) -> Result<(), TaskError> {
    let order = stated.own.parameters();
    if order > LARGEST_DENSE {
        return Err(Limit::from(MatrixLimit::DecayedHessian { order, most: LARGEST_DENSE }).into());
    }
    Ok(())
}

/// The outcome of holding listed points against dense Hessians.
#[derive(Debug, Clone)]
pub struct OwnVerification {
    /// The points.
    pub landscape: OwnLandscape,
    /// Networks at which gradient, loss and inertia agree.
    pub agreed: usize,
    /// Networks at which one road is undecided.
    pub undecided: usize,
    /// Networks at which they disagree: number, key, what the Hessian says.
    pub disagreed: Vec<(usize, String, OwnRoad)>,
    /// Largest relative gradient met.
    pub largest_gradient: f64,
    /// The work was interrupted.
    pub stopped: bool,
}

/// Holds the listed points, or the one of a key, against the dense Hessian of `samples` random networks.
/// Network `k` depends on the seed and `k` alone.
///
/// # Errors
/// As [`represent_own`], and when the network has too many parameters.
pub fn verify_own(
    stated: &StatedOwn,
    key: Option<&str>,
    samples: usize,
    seed: u64,
    observer: &impl Observer,
) -> Result<OwnVerification, TaskError> {
    check_order(stated)?;
    let landscape = list_own(stated, None, observer)?;
    let points: Vec<OwnPoint> = match key {
        Some(key) => vec![own_point(&landscape, key)?.clone()],
        None => landscape.points.clone(),
    };
    let mut outcome = OwnVerification {
        stopped: landscape.interrupted,
        landscape,
        agreed: 0,
        undecided: 0,
        disagreed: Vec::new(),
        largest_gradient: 0.0,
    };
    let numbers: Vec<usize> = if points.is_empty() { Vec::new() } else { (0..samples).collect() };
    for chunk in numbers.chunks(64) {
        let progress = Progress { done: chunk[0] as u64, total: Some(samples as u64) };
        if observer.advance(progress).is_break() {
            outcome.stopped = true;
            break;
        }
        let roads = chunk.par_iter().map(|&at| {
            let point = &points[at % points.len()];
            let mut stream = RandomStream::new(seed, &format!("verify own {at}"));
            let weights = random_own_point(&stated.own, point, &mut stream)?;
            Ok((at, point.key.clone(), own_road(&stated.own, point, &weights)?))
        });
        for found in roads.collect::<Result<Vec<_>, TaskError>>()? {
            outcome.add(found);
        }
    }
    Ok(outcome)
}

impl OwnVerification {
    /// What the formats write.
    #[must_use]
    pub fn report<'a>(&'a self, stated: &'a StatedOwn, seed: u64) -> OwnVerificationReport<'a> {
        OwnVerificationReport {
            landscape: own_report(stated, &self.landscape),
            seed,
            agreed: self.agreed,
            undecided: self.undecided,
            disagreed: &self.disagreed,
            largest_gradient: self.largest_gradient,
            incomplete: self.stopped,
        }
    }

    fn add(&mut self, found: (usize, String, OwnRoad)) {
        self.largest_gradient = self.largest_gradient.max(found.2.relative_gradient);
        match found.2.agree {
            Some(true) => self.agreed += 1,
            None => self.undecided += 1,
            Some(false) => self.disagreed.push(found),
        }
    }
}
