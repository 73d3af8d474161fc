//! What a trajectory under weight decay was like, in columns.

use crate::sweep::{Followed, written};
use crate::{StatedDecay, StatedOwn, SweepFlow, TaskError, run_decayed_flow, run_own_flow};
use linscape_critical::Observer;
use linscape_flow::Visit;
use linscape_formats::{WrittenTrajectory, read_weights};
use serde::Serialize;

/// The columns of a trajectory; families are named by the modes that they have learned and those on a
/// pass.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct DecayedFlowColumns {
    #[serde(flatten)]
    followed: Followed,
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
        let Some(followed) = Followed::of(trajectory) else { return Ok(None) };
        let record = found.record(stated);
        let multiplicities = stated.decayed.multiplicities();
        let all = |of: fn(&Visit) -> &linscape_critical::SingularSubset| {
            trajectory.visits.iter().map(|visit| of(visit).indices(&multiplicities)).collect()
        };
        Ok(Some(Self {
            followed,
            visits: all(|visit| &visit.subset),
            visited_passes: all(|visit| &visit.passes),
            descends: record.descends(),
            document: settings.document.then(|| written(|out| record.write_json(out))),
        }))
    }
}

/// The same of decay on the data's own weights: `visits` are keys of listed points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct OwnFlowColumns {
    #[serde(flatten)]
    followed: Followed,
    visits: Vec<String>,
    descends: bool,
    rests_unlisted: bool,
    document: Option<String>,
}

impl OwnFlowColumns {
    /// Follows a trajectory; `None` when the observer stopped it.
    pub(crate) fn of(
        settings: &SweepFlow,
        stated: &StatedOwn,
        seed: u64,
        observer: &impl Observer,
    ) -> Result<Option<Self>, TaskError> {
        let options = settings.options(seed);
        let given = options.initial_file().map(|file| read_weights(file.as_ref(), None, false));
        let found = run_own_flow(stated, &options, given.transpose()?.as_ref(), observer)?;
        let Some(followed) = Followed::of(&found.run.trajectory) else { return Ok(None) };
        let record = found.record(stated);
        Ok(Some(Self {
            followed,
            visits: record.visited_keys(),
            descends: record.descends(),
            rests_unlisted: record.rests_unlisted(),
            document: settings.document.then(|| written(|out| record.write_json(out))),
        }))
    }
}
