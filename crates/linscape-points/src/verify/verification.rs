//! Theorem against numerics on many random points.

use linscape_critical::{Observer, SingularSubset};
use linscape_network::Target;

use crate::{CheckedPoint, NumericalEscape, VerifyError, VerifyOptions, check_points};
use linscape_strata::Stratum;

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
    /// Points whose learning coefficient other roads confirm.
    pub learning_agreed: usize,
    /// Points where they are too long, or a rank is undecided.
    pub learning_undecided: usize,
    /// The least clear decision: how far a number taken for nonzero was above rounding.
    pub smallest_margin: Option<f64>,
    /// The largest relative gradient met.
    pub largest_gradient: f64,
    /// The first point at which theorem and numerics disagree.
    pub first_disagreement: Option<Box<CheckedPoint>>,
    /// The observer stopped the work before its end.
    pub stopped: bool,
}

impl Verification {
    /// Number of points checked.
    #[must_use]
    pub fn points(&self) -> usize {
        self.agreed + self.disagreed + self.undecided
    }

    /// Adds the outcome of checking later points.
    pub fn absorb(&mut self, later: &Self) {
        self.agreed += later.agreed;
        self.disagreed += later.disagreed;
        self.undecided += later.undecided;
        self.escape_consistent += later.escape_consistent;
        self.escape_undecided += later.escape_undecided;
        self.learning_agreed += later.learning_agreed;
        self.learning_undecided += later.learning_undecided;
        let margins = self.smallest_margin.into_iter().chain(later.smallest_margin);
        self.smallest_margin = margins.reduce(f64::min);
        self.largest_gradient = self.largest_gradient.max(later.largest_gradient);
        if self.first_disagreement.is_none() {
            self.first_disagreement.clone_from(&later.first_disagreement);
        }
        self.stopped |= later.stopped;
    }

    /// Adds a point.
    pub fn record(&mut self, point: CheckedPoint) {
        let check = &point.check;
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
        match check.learning.agrees() {
            Some(true) => self.learning_agreed += 1,
            None => self.learning_undecided += 1,
            Some(false) => {}
        }
        match check.agrees() {
            Some(true) => self.agreed += 1,
            None => self.undecided += 1,
            Some(false) => {
                self.disagreed += 1;
                self.first_disagreement.get_or_insert_with(|| Box::new(point));
            }
        }
    }
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
/// use linscape_critical::Problem;
/// use linscape_network::Target;
/// use linscape_strata::{FamilyShape, Strata};
/// use linscape_points::{VerifyOptions, verify};
/// let problem = Problem::exact(&[2, 2, 2, 2], &[2, 1])?;
/// let nothing = problem.leading(0);
/// let strata = Strata::of(&FamilyShape::new(&problem, &nothing));
/// let points = strata.map(|listed| (nothing.clone(), listed.stratum)).collect();
/// let options = VerifyOptions { seed: 1, descent_up_to: 0 };
/// let outcome = verify(&Target::standard(&problem), points, options, &())?;
/// assert_eq!((outcome.agreed, outcome.disagreed), (11, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify(
    target: &Target,
    points: Vec<(SingularSubset, Stratum)>,
    options: VerifyOptions,
    observer: &dyn Observer,
) -> Result<Verification, VerifyError> {
    let mut outcome = Verification::default();
    let record = |point| outcome.record(point);
    let flow = check_points(target, None, points, options, observer, record)?;
    outcome.stopped = flow.is_break();
    Ok(outcome)
}
