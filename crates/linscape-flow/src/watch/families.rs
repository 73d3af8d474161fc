//! Among which families of critical points a trajectory moves.

use crate::{FollowError, GradientFlow, remaining_stay};
use linscape_critical::SingularSubset;
use linscape_lapack::DecompositionError;
use linscape_network::{LearnedModes, Target};
use nalgebra::DMatrix;

/// The families of critical points that a trajectory is watched for.
pub trait Families {
    /// The one that an end-to-end map (`d_h × rank X`, whitened) is nearest to.
    ///
    /// # Errors
    /// When a decomposition fails.
    fn nearest(&self, map: &DMatrix<f64>) -> Result<NearFamily, DecompositionError>;

    /// The loss of the global minima.
    fn least(&self) -> f64;

    /// `½‖Σ‖²` in the problem's loss.
    fn energy(&self) -> f64;

    /// The norm of the gradient below which weights near a family rest there for good; none where
    /// they may still leave.
    fn rest(&self, _family: &FamilyKey) -> Option<f64> {
        None
    }

    /// How long gradient flow stays near the family that a state is near; none where nothing is foreseen.
    ///
    /// # Errors
    /// When a decomposition fails.
    fn remaining_stay(
        &self,
        _flow: &GradientFlow,
        _state: &[f64],
        _radius: f64,
    ) -> Result<Option<f64>, FollowError> {
        Ok(None)
    }

    /// The same away from all known families, where some may not be known.
    fn rest_elsewhere(&self) -> Option<f64> {
        None
    }

    /// Whether there are families at which a trajectory rests, so that it needs no other end.
    fn has_rests(&self) -> bool {
        false
    }
}

/// A family by its modes: those learned, and with weight decay those on a pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyKey {
    /// The modes learned, with weight decay those on the large root.
    pub subset: SingularSubset,
    /// The modes on the small root; none without weight decay.
    pub passes: SingularSubset,
    /// The position in a list of points, where modes name none.
    pub point: Option<usize>,
}

/// A family and how near it is.
#[derive(Debug, Clone, PartialEq)]
pub struct NearFamily {
    /// Which one.
    pub key: FamilyKey,
    /// `‖W − W_J‖_F` of end-to-end maps.
    pub distance: f64,
    /// How far the least clear mode is from being another letter, in shares of the way to it: at most ½.
    pub clarity: f64,
}

/// The families of a problem without weight decay.
#[derive(Debug, Clone)]
pub struct PlainFamilies {
    /// The problem in its bases.
    pub target: Target,
}

impl Families for PlainFamilies {
    fn nearest(&self, map: &DMatrix<f64>) -> Result<NearFamily, DecompositionError> {
        let modes = LearnedModes::of(&self.target, map)?;
        let passes = SingularSubset::from_counts(vec![0; modes.subset.counts().len()]);
        let key = FamilyKey { subset: modes.subset, passes, point: None };
        Ok(NearFamily { key, distance: modes.distance, clarity: modes.clarity })
    }

    fn least(&self) -> f64 {
        let problem = self.target.problem();
        problem.loss(&problem.leading(problem.maximal_rank()))
    }

    fn energy(&self) -> f64 {
        self.target.problem().signal_energy()
    }

    fn remaining_stay(
        &self,
        flow: &GradientFlow,
        state: &[f64],
        radius: f64,
    ) -> Result<Option<f64>, FollowError> {
        remaining_stay(flow, &self.target, state, radius)
    }
}
