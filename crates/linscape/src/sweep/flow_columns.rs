//! What a trajectory of a sweep was like, in columns.

use crate::sweep::{Followed, finite, written};
use crate::{StatedProblem, SweepFlow, TaskError, run_flow};
use linscape_critical::{Observer, Problem};
use linscape_formats::{WrittenTrajectory, read_weights};
use serde::Serialize;

/// The columns of a trajectory.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct FlowColumns {
    /// That of the initial weights, which say themselves what biases they have.
    #[serde(skip)]
    problem: Problem,
    #[serde(flatten)]
    followed: Followed,
    visits: Vec<Vec<usize>>,
    follows_greedy_path: Option<bool>,
    conservation_drift: Option<f64>,
    drifted: bool,
    document: Option<String>,
}

impl FlowColumns {
    pub(crate) fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Follows a trajectory; `None` when the observer stopped it.
    pub(crate) fn of(
        settings: &SweepFlow,
        stated: &StatedProblem,
        seed: u64,
        observer: &impl Observer,
    ) -> Result<Option<Self>, TaskError> {
        let options = settings.options(seed);
        let given = options.initial_file().map(|file| read_weights(file.as_ref(), None, false));
        let given = given.transpose()?;
        let theirs = options.initial_file().zip(given.as_ref());
        let theirs = theirs.map(|(file, read)| stated.for_weights(file, read)).transpose()?;
        let stated = theirs.as_deref().unwrap_or(stated);
        let run = run_flow(stated, &options, given.as_ref(), observer)?;
        let trajectory = &run.trajectory;
        let Some(followed) = Followed::of(trajectory) else { return Ok(None) };
        let record = run.record(stated);
        let multiplicities = stated.problem.spectrum().multiplicities();
        Ok(Some(Self {
            problem: stated.problem.clone(),
            followed,
            visits: trajectory
                .visits
                .iter()
                .map(|visit| visit.subset.indices(multiplicities))
                .collect(),
            follows_greedy_path: record.follows_greedy_path(),
            conservation_drift: finite(trajectory.conservation_drift),
            drifted: record.has_drifted(),
            document: settings.document.then(|| written(|out| record.write_json(out))),
        }))
    }
}
