//! A row of a sweep.

use crate::sweep::SweepResult;
use crate::{Stated, SweepJob};
use linscape_critical::Problem;
use serde::Serialize;

/// A row of a sweep: what was asked, and what came out; `docs/formats.md`, "Sweeps".
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SweepRow {
    id: String,
    task: &'static str,
    problem: String,
    settings: String,
    seed: Option<u64>,
    version: &'static str,
    status: &'static str,
    error: Option<String>,
    widths: Option<Vec<usize>>,
    depth: Option<usize>,
    parameters: Option<usize>,
    rank: Option<usize>,
    maximal_rank: Option<usize>,
    #[serde(flatten)]
    result: Option<SweepResult>,
}

impl SweepRow {
    pub(crate) fn done(job: &SweepJob, stated: &Stated, result: SweepResult) -> Self {
        let problem = result.problem().unwrap_or(&stated.problem().problem).clone();
        Self { result: Some(result), ..Self::new(job, Some(&problem)) }
    }

    /// The row of a job that failed; the problem is missing where it could not be stated.
    #[must_use]
    pub fn failed(job: &SweepJob, stated: Option<&Stated>, message: &str) -> Self {
        let error = Some(message.replace('\n', " "));
        let problem = stated.map(|stated| &stated.problem().problem);
        Self { status: "error", error, ..Self::new(job, problem) }
    }

    fn new(job: &SweepJob, problem: Option<&Problem>) -> Self {
        Self {
            id: job.id.clone(),
            task: job.task.name(),
            problem: job.problem_text(),
            settings: job.settings_text(),
            seed: job.seed,
            version: env!("CARGO_PKG_VERSION"),
            status: "done",
            error: None,
            widths: problem.map(Problem::stated_widths),
            depth: problem.map(|problem| problem.architecture().depth()),
            parameters: problem.map(Problem::parameters),
            rank: problem.map(|problem| problem.spectrum().rank()),
            maximal_rank: problem.map(Problem::maximal_rank),
            result: None,
        }
    }

    pub(crate) fn is_error(&self) -> bool {
        self.error.is_some()
    }

    /// The row as one line of JSON, without the line's end.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
