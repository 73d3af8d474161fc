//! Theorem against numerics, one random point after the other.

use std::ops::ControlFlow;

use linscape_critical::{BiasPlace, NaturalUnits, Observer, Progress, SingularSubset, abandonable};
use linscape_network::{LayerInputs, Target};

use rayon::prelude::*;
use std::sync::Arc;

use crate::{PointCheck, RandomPointError};
use linscape_critical::{PointType, RandomStream};
use linscape_curvature::DescentError;
use linscape_strata::Stratum;

/// Points checked between two calls of the observer, for each thread: few, because a point of a
/// large network takes seconds.
const POINTS_PER_THREAD: usize = 8;

/// A random point that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedPoint {
    /// Which point it was, from 0.
    pub position: usize,
    /// The family.
    pub subset: SingularSubset,
    /// Stratum, weights and what either side says.
    pub check: PointCheck,
}

/// What to verify, and how hard to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifyOptions {
    /// Where the random points come from.
    pub seed: u64,
    /// Search for descent at nonstrict saddles of networks with at most this many parameters: the
    /// search takes thousands of eigenvalue decompositions. 0 searches nowhere.
    pub descent_up_to: usize,
}

/// Why a verification could not be finished.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum VerifyError {
    /// No point of a stratum could be made or judged.
    #[error(transparent)]
    Point(#[from] RandomPointError),
    /// A search for descent broke off.
    #[error(transparent)]
    Descent(#[from] DescentError),
}

/// Checks one random point of each given stratum and hands the outcomes to `record`, in order:
/// [`verify`](crate::verify) adds them up. `Break` when the observer stopped the work before its
/// end.
///
/// The point at position `k` depends on the seed and `k` alone, and no outcome on the number of
/// threads.
///
/// A network whose last layer has a bias reads `reads` ([`LayerInputs::whitened`], in natural units);
/// without them its inputs and targets are their own differences from their means.
///
/// # Errors
/// When a stratum does not fit its family, or a decomposition fails.
///
/// # Complexity
/// `O(N³)` time a point; `8 N²` bytes a thread.
///
/// # Examples
/// ```
/// use linscape_critical::Problem;
/// use linscape_network::Target;
/// use linscape_points::{VerifyOptions, check_points};
/// let problem = Problem::exact(&[1, 1, 1, 1], &[2])?;
/// let nothing = problem.leading(0);
/// let points = vec![(nothing.clone(), "p0-3.b1-1,2-2".parse()?), (nothing, "p0-3.b1-2".parse()?)];
/// let options = VerifyOptions { seed: 0, descent_up_to: 0 };
/// let target = Target::standard(&problem);
/// let mut indices = Vec::new();
/// let _ = check_points(&target, None, points, options, &(), |point| {
///     indices.push(point.check.inertia.decided().map(|inertia| inertia.negative));
/// })?;
/// // The Hessian is zero at the origin; a bar over both hidden layers gives one way down.
/// assert_eq!(indices, [Some(0), Some(1)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_points(
    target: &Target,
    reads: Option<LayerInputs>,
    points: Vec<(SingularSubset, Stratum)>,
    options: VerifyOptions,
    observer: &dyn Observer,
    mut record: impl FnMut(CheckedPoint),
) -> Result<ControlFlow<()>, VerifyError> {
    // Points are made here, and what is said of them has no units: take those in which nothing vanishes.
    let (target, units) = target.in_natural_units();
    let has_offset = target.problem().biases().place() == BiasPlace::Output;
    let reads = has_offset.then(|| reads.unwrap_or_else(|| LayerInputs::about_means(&target)));
    let at_work = Arc::new(Bench { target, units, reads, options });
    let total = points.len();
    let mut points = points.into_iter().enumerate();
    loop {
        let batch = POINTS_PER_THREAD * rayon::current_num_threads();
        let batch: Vec<_> = points.by_ref().take(batch).collect();
        if batch.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        let progress = |left| Progress { done: (total - left) as u64, total: Some(total as u64) };
        let (bench, left) = (Arc::clone(&at_work), points.len());
        let before = progress(left + batch.len());
        let check = move || -> Result<Vec<_>, VerifyError> {
            batch.into_par_iter().map(|point| bench.check(point)).collect()
        };
        match abandonable(observer, before, check) {
            ControlFlow::Break(()) => return Ok(ControlFlow::Break(())),
            ControlFlow::Continue(checks) => checks?.into_iter().for_each(&mut record),
        }
        if observer.advance(progress(left)).is_break() && left > 0 {
            return Ok(ControlFlow::Break(()));
        }
    }
}

/// What every point of a verification needs.
struct Bench {
    /// In natural units.
    target: Target,
    units: NaturalUnits,
    /// With an offset of the outputs.
    reads: Option<LayerInputs>,
    options: VerifyOptions,
}

impl Bench {
    /// Checks one point, and searches for descent where that is wanted.
    fn check(
        &self,
        (position, (subset, stratum)): (usize, (SingularSubset, Stratum)),
    ) -> Result<CheckedPoint, VerifyError> {
        let name = format!("verify {position}");
        let mut stream = RandomStream::new(self.options.seed, &name);
        let reads = self.reads.as_ref();
        let at = (&subset, stratum);
        let mut check = PointCheck::at_random(&self.target, at, reads, &mut stream)?;
        if check.theorem.point_type == PointType::NonstrictSaddle
            && check.weights.parameters() <= self.options.descent_up_to
        {
            check.search_descent(self.target.matrix(), &mut stream)?;
        }
        check.weights = check.weights.map(|entry| self.units.weight(entry));
        Ok(CheckedPoint { position, subset, check })
    }
}
