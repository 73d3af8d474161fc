//! One job of a sweep: a problem, a task and a seed, which give one row.

use crate::{Stated, SweepProblem, SweepTask};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A problem, a task and a seed.
#[derive(Debug, Clone, PartialEq)]
pub struct SweepJob {
    /// What identifies the row: 32 hexadecimal digits from the problem, the task with its settings,
    /// the seed and the version of linscape.
    pub id: String,
    /// The problem.
    pub problem: SweepProblem,
    /// The task.
    pub task: SweepTask,
    /// The seed, where the result depends on one.
    pub seed: Option<u64>,
}

/// A job without its identity, which follows from it.
#[derive(Serialize, Deserialize)]
struct JobRecord {
    problem: SweepProblem,
    task: SweepTask,
    seed: Option<u64>,
}

impl SweepJob {
    /// The job as JSON, to be done elsewhere.
    #[must_use]
    pub fn to_json(&self) -> String {
        let Self { problem, task, seed, .. } = self.clone();
        serde_json::to_string(&JobRecord { problem, task, seed }).unwrap_or_default()
    }

    /// The job that [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// When the text is none.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        let JobRecord { problem, task, seed } = serde_json::from_str(text)?;
        Ok(Self::new(problem, task, seed))
    }

    pub(crate) fn new(problem: SweepProblem, task: SweepTask, seed: Option<u64>) -> Self {
        let mut job = Self { id: String::new(), problem, task, seed };
        let text = format!(
            "linscape {}\n{}\n{}\n{seed:?}",
            env!("CARGO_PKG_VERSION"),
            job.problem_text(),
            job.settings_text()
        );
        let digest = Sha256::digest(text.as_bytes());
        for byte in digest.iter().take(16) {
            // A string takes everything.
            let _ = write!(job.id, "{byte:02x}");
        }
        job
    }

    /// The problem as JSON.
    #[must_use]
    pub fn problem_text(&self) -> String {
        serde_json::to_string(&self.problem).unwrap_or_default()
    }

    /// The task with its settings as JSON.
    #[must_use]
    pub fn settings_text(&self) -> String {
        serde_json::to_string(&self.task).unwrap_or_default()
    }

    /// States the problem.
    ///
    /// # Errors
    /// The message, one line.
    pub fn state(&self) -> Result<Stated, String> {
        if self.problem.held().is_some() {
            return Err("the problem is held by the program that wrote the sweep".to_owned());
        }
        self.problem.state().map_err(|error| error.to_string())
    }
}
