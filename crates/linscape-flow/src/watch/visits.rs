//! Which saddles a trajectory passes.

use crate::{FamilyKey, NearFamily};
use linscape_critical::SingularSubset;
use linscape_lapack::multiply;
use linscape_network::{SingularBases, is_near};
use nalgebra::DMatrix;

/// A stay near one family of critical points.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// The modes learned there.
    pub subset: SingularSubset,
    /// With weight decay the modes on a pass.
    pub passes: SingularSubset,
    /// The position in a list of points, where modes name none.
    pub point: Option<usize>,
    /// When it began.
    pub enter: f64,
    /// When it ended; none when the trajectory ends in it.
    pub leave: Option<f64>,
    /// The smallest norm of the gradient met.
    pub gradient_norm: f64,
    /// The smallest distance `‖W − W_J‖_F` of end-to-end maps met, whitened coordinates.
    pub distance: f64,
    /// When it was met.
    pub closest: f64,
    /// `u_lᵀ W v_l` then.
    pub modes: Vec<f64>,
    /// How long gradient flow stays from then on, where it was foreseen ([`Watch::foresees`](crate::Watch)).
    pub remaining: Option<f64>,
    /// Where that was foreseen, how many modes the weights had then that are more than rounding. A visit that is
    /// followed by one of more modes was left by rounding: when says nothing.
    pub told: Option<usize>,
}

impl Visit {
    /// Whether it was left for another by rounding, so that when it was left, and all times after, say nothing.
    #[must_use]
    pub fn is_left_by_rounding(&self, next: &Self) -> bool {
        self.told.is_some_and(|told| told < next.subset.rank())
    }
}

/// What makes a point near a family.
///
/// Every mode is learned or not to within `radius` of its singular value, and the end-to-end map is
/// within `radius · ‖Σ‖_F` of the family's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Nearness {
    pub radius: f64,
    /// `‖Σ‖_F`.
    pub target_norm: f64,
}

impl Nearness {
    /// The family near an end-to-end map.
    pub(crate) fn family(self, near: &NearFamily) -> Option<&FamilyKey> {
        let NearFamily { key, distance, clarity, .. } = near;
        is_near([*clarity, *distance], self.radius, self.target_norm).then_some(key)
    }
}

/// What is seen of a state at a time.
#[derive(Debug, Clone)]
pub(crate) struct Sight {
    pub time: f64,
    pub near: NearFamily,
    /// `u_lᵀ W v_l`.
    pub diagonal: Vec<f64>,
    pub gradient_norm: f64,
}

/// Follows a trajectory from visit to visit.
#[derive(Debug, Clone)]
pub(crate) struct VisitTracker {
    nearness: Nearness,
    present: Option<FamilyKey>,
    pub visits: Vec<Visit>,
}

impl VisitTracker {
    pub(crate) fn new(nearness: Nearness) -> Self {
        Self { nearness, present: None, visits: Vec::new() }
    }

    /// The family that is being visited.
    pub(crate) fn present(&self) -> Option<&FamilyKey> {
        self.present.as_ref()
    }

    /// Whether a state belongs to the present visit, or to none if there is none.
    pub(crate) fn continues(&self, near: &NearFamily) -> bool {
        self.nearness.family(near) == self.present()
    }

    /// Says how long the present visit lasts from its closest approach on.
    pub(crate) fn foresee(&mut self, rest: Option<f64>, told: usize) {
        if let Some(visit) = self.visits.last_mut().filter(|visit| visit.leave.is_none()) {
            visit.remaining = rest;
            visit.told = Some(told);
        }
    }

    /// Takes the next sight; `change` is when the family near the trajectory changed.
    pub(crate) fn see(&mut self, sight: &Sight, change: f64) {
        let family = self.nearness.family(&sight.near);
        if family != self.present() {
            if let Some(visit) = self.visits.last_mut().filter(|visit| visit.leave.is_none()) {
                visit.leave = Some(change);
            }
            self.present = family.cloned();
            if let Some(family) = family {
                self.visits.push(Visit {
                    subset: family.subset.clone(),
                    passes: family.passes.clone(),
                    point: family.point,
                    enter: change,
                    leave: None,
                    gradient_norm: f64::INFINITY,
                    distance: f64::INFINITY,
                    closest: change,
                    modes: Vec::new(),
                    remaining: None,
                    told: None,
                });
            }
        }
        if let Some(visit) = self.visits.last_mut().filter(|visit| visit.leave.is_none()) {
            visit.gradient_norm = visit.gradient_norm.min(sight.gradient_norm);
            // The first sight is the closest so far.
            if sight.near.distance < visit.distance {
                visit.distance = sight.near.distance;
                visit.closest = sight.time;
                visit.modes.clone_from(&sight.diagonal);
            }
        }
    }
}

/// `u_lᵀ W v_l`.
pub(crate) fn diagonal(bases: &SingularBases, product: &DMatrix<f64>) -> Vec<f64> {
    let images = multiply(product, &bases.right);
    (0..images.ncols()).map(|mode| bases.left.column(mode).dot(&images.column(mode))).collect()
}
