//! Trajectories under weight decay of the data's own weights where no closed form names the points by words.

use super::decayed_trace::traced;
use super::families::OwnFamilies;
use super::measured::in_units_of;
use super::scene::{Ground, Scene};
use super::trajectories::{FlowRun, coordinates, reduction_of};
use crate::ask::decayed::{list_own, own_point};
use crate::{Checkpoint, FlowOptions, MovingIn, StatedOwn, StatedProblem, TaskError, TraceOptions};
use linscape_critical::RandomStream;
use linscape_decay::Decay;
use linscape_flow::TrajectoryObserver;
use linscape_formats::{OwnTrajectory, ReadWeights};
use linscape_network::{Reduction, Weights};
use linscape_points::{OwnLandscape, own_sharpness, random_own_point};

/// Weights for which a dense Hessian is not worth its time before a trajectory; then steps are taken by a bound.
const MOST_WEIGHTS: usize = 1000;

/// A trajectory among the listed points of a problem with decay of the data's own weights.
#[derive(Debug, Clone)]
pub struct OwnFlowRun {
    /// The trajectory; its visits name points by their positions in the list.
    pub run: FlowRun,
    /// The points.
    pub landscape: OwnLandscape,
    /// Of checkpoints the position of the point that each is nearest to, with the distance of the maps; `None` where
    /// the weights have diverged.
    pub near: Vec<Option<(usize, f64)>>,
}

impl OwnFlowRun {
    /// The record that the formats write.
    #[must_use]
    pub fn record<'a>(&'a self, stated: &'a StatedOwn) -> OwnTrajectory<'a> {
        OwnTrajectory {
            plain: self.run.record(&stated.stated),
            own: &stated.own,
            landscape: &self.landscape,
            near: &self.near,
        }
    }
}

/// Follows gradient flow or descent on the loss with decay of the data's own weights, until it rests at a minimum,
/// listed or not, or the end asked for. A start `near:` takes the key of a listed point.
///
/// # Errors
/// As [`run_decayed_flow`](crate::run_decayed_flow), and when the points cannot be listed.
pub fn run_own_flow(
    stated: &StatedOwn,
    options: &FlowOptions,
    given: Option<&ReadWeights>,
    observer: &impl TrajectoryObserver,
) -> Result<OwnFlowRun, TaskError> {
    let landscape = list_own(stated, None, &())?;
    let ground = OwnGround { stated, landscape: &landscape };
    let scene = Scene::new(&ground, options)?;
    let families = OwnFamilies::new(&stated.own, &landscape, scene.reduction(), scene.units());
    let run = scene.run(&families, given, observer)?;
    Ok(OwnFlowRun { run, landscape, near: Vec::new() })
}

/// Analyses the checkpoints of a training run under such decay: which listed points it visited, and what each
/// checkpoint is nearest to.
///
/// # Errors
/// As [`trace_decayed`](crate::trace_decayed), and when the points cannot be listed.
pub fn trace_own(
    stated: &StatedOwn,
    checkpoints: &[Checkpoint],
    options: TraceOptions,
    observer: &impl TrajectoryObserver,
) -> Result<OwnFlowRun, TaskError> {
    let landscape = list_own(stated, None, &())?;
    let ground = OwnGround { stated, landscape: &landscape };
    let reduction = reduction_of(&stated.stated)?;
    let (_, units) = in_units_of(&reduction, coordinates(&reduction, MovingIn::Data));
    let families = OwnFamilies::new(&stated.own, &landscape, &reduction, units);
    let (run, near) = traced(&ground, &families, (checkpoints, options), observer)?;
    let point = |near: linscape_flow::NearFamily| near.key.point.zip(Some(near.distance));
    let near = near.into_iter().map(|near| near.and_then(point)).collect();
    Ok(OwnFlowRun { run, landscape, near })
}

/// Such a problem with its points.
struct OwnGround<'a> {
    stated: &'a StatedOwn,
    landscape: &'a OwnLandscape,
}

impl Ground for OwnGround<'_> {
    fn stated(&self) -> &StatedProblem {
        &self.stated.stated
    }

    fn decay(&self) -> &Decay {
        self.stated.own.decay()
    }

    fn bias_decay(&self) -> Vec<f64> {
        vec![0.0; self.stated.own.depth()]
    }

    fn of_own_weights(&self) -> bool {
        true
    }

    fn random_point(
        &self,
        _reduction: &Reduction,
        key: &str,
        stream: &mut RandomStream,
    ) -> Result<Weights, TaskError> {
        let point = own_point(self.landscape, key)?;
        Ok(random_own_point(&self.stated.own, point, stream)?)
    }

    fn sharpest(&self) -> Option<f64> {
        let own = &self.stated.own;
        let best = self.landscape.points.iter().min_by(|a, b| a.loss.total_cmp(&b.loss))?;
        let ends = own.widths()[0] + own.widths()[own.depth()];
        let order = (best.rank() + 1) * (ends + (best.rank() + 1) * own.depth());
        (order <= MOST_WEIGHTS).then(|| own_sharpness(own, best).ok()).flatten()
    }
}
