//! Theorem against numerics on many random points.

use std::ops::ControlFlow;

use linscape_critical::{Observer, Problem, Progress, SingularBases, SingularSubset};
use rayon::prelude::*;

use crate::{
    DescentError, NumericalEscape, PointCheck, PointType, RandomPointError, RandomStream, Stratum,
};

/// Points checked between two calls of the observer, for each thread.
const POINTS_PER_THREAD: usize = 32;

/// Outcome of checking many random points.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verification {
    /// Points at which theorem and numerics agree.
    pub agreed: usize,
    /// Points at which they do not.
    pub disagreed: usize,
    /// Points at which the numerics were undecided.
    pub undecided: usize,
    /// Nonstrict points at which the best descent found has the stated order.
    pub escape_consistent: usize,
    /// Nonstrict points at which no descent told the order.
    pub escape_undecided: usize,
    /// The least clear decision: how far a number taken for nonzero was above rounding.
    pub smallest_margin: Option<f64>,
    /// The largest relative gradient met.
    pub largest_gradient: f64,
    /// The first point at which theorem and numerics disagree.
    pub first_disagreement: Option<Box<Disagreement>>,
    /// The observer stopped the work before its end.
    pub stopped: bool,
}

/// A point at which theorem and numerics disagree.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// Which point it was, from 0.
    pub position: usize,
    /// The family.
    pub subset: SingularSubset,
    /// Stratum, weights and what either side says.
    pub check: PointCheck,
}

impl Verification {
    /// Number of points checked.
    #[must_use]
    pub fn points(&self) -> usize {
        self.agreed + self.disagreed + self.undecided
    }

    fn record(&mut self, subset: SingularSubset, check: PointCheck) {
        let position = self.points();
        self.largest_gradient = self.largest_gradient.max(check.relative_gradient);
        if let Some(margin) = check.margin() {
            let smallest = self.smallest_margin.map_or(margin, |smallest| smallest.min(margin));
            self.smallest_margin = Some(smallest);
        }
        match check.escape {
            Some(NumericalEscape::Consistent { .. }) => self.escape_consistent += 1,
            Some(NumericalEscape::Undecided { .. }) => self.escape_undecided += 1,
            Some(NumericalEscape::Refuted { .. }) | None => {}
        }
        match check.agrees() {
            Some(true) => self.agreed += 1,
            None => self.undecided += 1,
            Some(false) => {
                self.disagreed += 1;
                let disagreement = || Box::new(Disagreement { position, subset, check });
                self.first_disagreement.get_or_insert_with(disagreement);
            }
        }
    }
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

/// Checks one random point of each given stratum: gradient, loss, inertia and dimension by the
/// closed forms against the dense Hessian and the group action, and at nonstrict saddles the escape
/// order against the fastest descent that a search finds. The point at position `k` depends
/// on the seed and `k` alone, and the outcome not on the number of threads.
///
/// # Errors
/// When a stratum does not fit its family, or a decomposition fails.
///
/// # Complexity
/// `O(N³)` time a point; `8 N²` bytes a thread.
///
/// # Examples
/// ```
/// use linscape_critical::{Architecture, Problem, SingularBases, Spectrum};
/// use linscape_curvature::{FamilyShape, Strata, VerifyOptions, verify};
/// let network = Architecture::new(vec![2, 2, 2, 2])?;
/// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2, 1]))?;
/// let nothing = problem.leading(0);
/// let strata = Strata::of(&FamilyShape::new(&problem, &nothing));
/// let points = strata.map(|listed| (nothing.clone(), listed.stratum)).collect();
/// let options = VerifyOptions { seed: 1, descent_up_to: 0 };
/// let outcome = verify(&problem, &SingularBases::standard(&problem), points, options, &())?;
/// assert_eq!((outcome.agreed, outcome.disagreed), (11, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify(
    problem: &Problem,
    bases: &SingularBases,
    points: Vec<(SingularSubset, Stratum)>,
    options: VerifyOptions,
    observer: &dyn Observer,
) -> Result<Verification, VerifyError> {
    let target = bases.target(problem);
    let mut outcome = Verification::default();
    let total = points.len() as u64;
    let mut points = points.into_iter().enumerate();
    loop {
        let batch = POINTS_PER_THREAD * rayon::current_num_threads();
        let batch: Vec<_> = points.by_ref().take(batch).collect();
        if batch.is_empty() {
            return Ok(outcome);
        }
        let checks: Result<Vec<_>, VerifyError> = batch
            .into_par_iter()
            .map(|(position, (subset, stratum))| {
                let name = format!("verify {position}");
                let mut stream = RandomStream::new(options.seed, &name);
                let mut check =
                    PointCheck::at_random(problem, bases, &subset, stratum, &mut stream)?;
                if check.theorem.point_type == PointType::NonstrictSaddle
                    && check.weights.parameters() <= options.descent_up_to
                {
                    check.search_descent(&target, &mut stream)?;
                }
                Ok((subset, check))
            })
            .collect();
        checks?.into_iter().for_each(|(subset, check)| outcome.record(subset, check));
        let progress = Progress { done: outcome.points() as u64, total: Some(total) };
        if let ControlFlow::Break(()) = observer.advance(progress) {
            outcome.stopped = points.len() > 0;
            return Ok(outcome);
        }
    }
}
