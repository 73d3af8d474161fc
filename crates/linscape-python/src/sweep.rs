//! The jobs of a sweep, and the rows they give.

use crate::problem::NativeProblem;
use crate::refusal::refuse;
use crate::watched::watched;
use linscape::{SweepJob, SweepRow};
use pyo3::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// A problem as it was stated, or why it could not be.
type Attempt = Arc<Result<linscape::Stated, String>>;

/// Problems stated lately: jobs of one problem follow each other, and its data are read once.
static STATED: Mutex<Vec<(String, Attempt)>> = Mutex::new(Vec::new());

/// How many are kept.
const KEPT: usize = 4;

/// Identity, task, the job as JSON, and of a held problem the name as JSON.
type StatedJob = (String, &'static str, String, Option<String>);

/// The jobs of a sweep in order.
#[pyfunction]
pub(crate) fn sweep_jobs(spec: &str) -> PyResult<Vec<StatedJob>> {
    let jobs = linscape::sweep_jobs(spec).map_err(refuse)?;
    let stated = |job: SweepJob| {
        let held = job.problem.held().map(ToString::to_string);
        (job.id.clone(), job.task.name(), job.to_json(), held)
    };
    Ok(jobs.into_iter().map(stated).collect())
}

/// Does a job, for the problem given if it is held by Python, and returns its row as JSON.
#[pyfunction]
pub(crate) fn run_job(
    py: Python<'_>,
    job: &str,
    problem: Option<PyRef<'_, NativeProblem>>,
) -> PyResult<String> {
    let job = SweepJob::from_json(job).map_err(refuse)?;
    let given = problem.map(|problem| problem.stated.clone());
    let asked = job.clone();
    let row = watched(py, None, move |watch| match &given {
        Some(stated) => asked.run(Ok(stated), watch),
        None => asked.run(state(&asked).as_ref().as_ref(), watch),
    })?;
    // The work is stopped only where `watched` raises.
    let row = row.unwrap_or_else(|| SweepRow::failed(&job, None, "the work was stopped"));
    Ok(row.to_json())
}

/// The row of a job that could not be done.
#[pyfunction]
pub(crate) fn failed_row(job: &str, message: &str) -> PyResult<String> {
    let job = SweepJob::from_json(job).map_err(refuse)?;
    Ok(SweepRow::failed(&job, None, message).to_json())
}

fn state(job: &SweepJob) -> Attempt {
    let text = job.problem_text();
    let lock = || STATED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, found)) = lock().iter().find(|(known, _)| *known == text) {
        return found.clone();
    }
    // Two threads may state one problem at once: no harm, and neither waits.
    let stated = Arc::new(job.state());
    let mut kept = lock();
    kept.insert(0, (text, stated.clone()));
    kept.truncate(KEPT);
    stated
}
