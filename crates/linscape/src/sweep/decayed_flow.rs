//! What a trajectory under weight decay was like, in columns.

use crate::sweep::written;
use crate::{StatedDecay, SweepFlow, TaskError, run_decayed_flow};
use linscape_critical::Observer;
use linscape_flow::{Ending, Visit};
use linscape_formats::{WrittenTrajectory, read_weights};
use serde::Serialize;

/// The columns of a trajectory; families are named by the modes that they have learned and those on a
/// pass.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct DecayedFlowColumns {
    ending: &'static str,
    steps: u64,
    evaluations: u64,
    time: f64,
    loss: f64,
    gradient_norm: Option<f64>,
    visits: Vec<Vec<usize>>,
    visited_passes: Vec<Vec<usize>>,
    descends: bool,
    document: Option<String>,
}

impl DecayedFlowColumns {
    /// Follows a trajectory; `None` when the observer stopped it.
    pub(crate) fn of(
        settings: &SweepFlow,
        stated: &StatedDecay,
        seed: u64,
        observer: &impl Observer,
    ) -> Result<Option<Self>, TaskError> {
        let options = settings.options(seed);
        let given = options.initial_file().map(|file| read_weights(file.as_ref(), None, false));
        let found = run_decayed_flow(stated, &options, given.transpose()?.as_ref(), observer)?;
        let trajectory = &found.run.trajectory;
        if trajectory.ending == Ending::Interrupted {
            return Ok(None);
        }
        let record = found.record(stated);
        let multiplicities = stated.decayed.multiplicities();
        let all = |of: fn(&Visit) -> &linscape_critical::SingularSubset| {
            trajectory.visits.iter().map(|visit| of(visit).indices(&multiplicities)).collect()
        };
        let last = trajectory.last();
        Ok(Some(Self {
            ending: trajectory.ending.name(),
            steps: trajectory.work.steps,
            evaluations: trajectory.work.evaluations,
            time: last.time,
            loss: last.loss,
            gradient_norm: Some(trajectory.gradient_norm).filter(|norm| norm.is_finite()),
            visits: all(|visit| &visit.subset),
            visited_passes: all(|visit| &visit.passes),
            descends: record.descends(),
            document: settings.document.then(|| written(|out| record.write_json(out))),
        }))
    }
}
