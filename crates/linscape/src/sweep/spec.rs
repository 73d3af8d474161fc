//! A sweep: problems × tasks × seeds.

use crate::{SweepJob, SweepProblem, SweepTask};
use linscape_formats::{PatternError, json_fault};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::HashSet;
use thiserror::Error;

/// A sweep as `docs/formats.md`, "Sweeps" states it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SweepSpec {
    #[serde(default)]
    problems: Vec<Value>,
    #[serde(default)]
    grid: Option<Map<String, Value>>,
    tasks: Vec<Value>,
    #[serde(default = "usual_seeds")]
    seeds: Vec<u64>,
}

fn usual_seeds() -> Vec<u64> {
    vec![0]
}

/// Why a text is no sweep.
#[derive(Debug, Error)]
pub enum SweepSpecError {
    /// Not JSON, or fields of the wrong kind.
    #[error("not a sweep: {}", json_fault(.0))]
    Json(serde_json::Error),
    /// No problem.
    #[error("the sweep has no problems: give problems, a list, or grid, lists by name")]
    NoProblems,
    /// No task.
    #[error("the sweep has no tasks: give landscape, verify, flow or classify")]
    NoTasks,
    /// No seed.
    #[error("the sweep has no seeds: leave seeds away for 0 alone")]
    NoSeeds,
    /// A field of the grid without values.
    #[error("grid: {field} has no values, so the grid is empty")]
    EmptyGrid {
        /// The field.
        field: String,
    },
    /// A field of the grid that is no list.
    #[error("grid: {field} is no list; write {field}: [value, …]")]
    NotAList {
        /// The field.
        field: String,
    },
    /// A problem that is none, or whose fields do not go together.
    #[error("problem {position}: {}", json_fault(fault))]
    Problem {
        /// From 1, those of the list before those of the grid.
        position: usize,
        /// What is wrong.
        fault: serde_json::Error,
    },
    /// A task that is none.
    #[error("task {position}: {}", json_fault(fault))]
    Task {
        /// From 1.
        position: usize,
        /// What is wrong.
        fault: serde_json::Error,
    },
    /// A pattern of weights that names no files.
    #[error("task {position}: {fault}")]
    Pattern {
        /// From 1.
        position: usize,
        /// What is wrong.
        fault: PatternError,
    },
    /// A task of weights without files.
    #[error("task {position}: weights names no file")]
    NoWeights {
        /// From 1.
        position: usize,
    },
}

/// The jobs of a sweep, one for each row: problem by problem, for each its tasks, for each its seeds.
/// A job that is stated twice is done once.
///
/// # Errors
/// [`SweepSpecError`], one line.
///
/// # Examples
/// ```
/// let spec = r#"{"grid": {"sigma": [[2, 1]], "ends": [[2, 2]], "width": [2, 3], "depth": [2, 3]},
///                "tasks": ["landscape", "verify"], "seeds": [0, 1]}"#;
/// let jobs = linscape::sweep_jobs(spec)?;
/// // Four networks; the landscape does not depend on the seed.
/// assert_eq!(jobs.len(), 4 * (1 + 2));
/// # Ok::<(), linscape::SweepSpecError>(())
/// ```
pub fn sweep_jobs(text: &str) -> Result<Vec<SweepJob>, SweepSpecError> {
    let spec: SweepSpec = serde_json::from_str(text).map_err(SweepSpecError::Json)?;
    let problems = spec.problems()?;
    let tasks = spec.tasks()?;
    if spec.seeds.is_empty() {
        return Err(SweepSpecError::NoSeeds);
    }
    let mut seen = HashSet::new();
    let mut jobs = Vec::new();
    for problem in &problems {
        for task in &tasks {
            let seeds: Vec<Option<u64>> = if task.is_random() {
                spec.seeds.iter().map(|&seed| Some(seed)).collect()
            } else {
                vec![None]
            };
            for seed in seeds {
                let job = SweepJob::new(problem.clone(), task.clone(), seed);
                if seen.insert(job.id.clone()) {
                    jobs.push(job);
                }
            }
        }
    }
    Ok(jobs)
}

impl SweepSpec {
    fn problems(&self) -> Result<Vec<SweepProblem>, SweepSpecError> {
        let grid = self.grid.as_ref().map(combinations).transpose()?.unwrap_or_default();
        let all = self.problems.iter().cloned().chain(grid);
        let read = |(at, value): (usize, Value)| {
            let position = at + 1;
            serde_json::from_value(value)
                .map_err(|fault| SweepSpecError::Problem { position, fault })
        };
        let problems = all.enumerate().map(read).collect::<Result<Vec<_>, _>>()?;
        if problems.is_empty() { Err(SweepSpecError::NoProblems) } else { Ok(problems) }
    }

    fn tasks(&self) -> Result<Vec<SweepTask>, SweepSpecError> {
        let mut tasks = Vec::new();
        for (at, value) in self.tasks.iter().enumerate() {
            let position = at + 1;
            let object = match value {
                Value::String(name) => serde_json::json!({ "task": name }),
                other => other.clone(),
            };
            let task: SweepTask = serde_json::from_value(object)
                .map_err(|fault| SweepSpecError::Task { position, fault })?;
            let split =
                task.split().map_err(|fault| SweepSpecError::Pattern { position, fault })?;
            if split.is_empty() {
                return Err(SweepSpecError::NoWeights { position });
            }
            tasks.extend(split);
        }
        if tasks.is_empty() { Err(SweepSpecError::NoTasks) } else { Ok(tasks) }
    }
}

/// Every choice of one value a field; the last field changes fastest.
fn combinations(grid: &Map<String, Value>) -> Result<Vec<Value>, SweepSpecError> {
    let mut chosen = vec![Map::new()];
    for (field, values) in grid {
        let Value::Array(values) = values else {
            return Err(SweepSpecError::NotAList { field: field.clone() });
        };
        if values.is_empty() {
            return Err(SweepSpecError::EmptyGrid { field: field.clone() });
        }
        let with = |problem: &Map<String, Value>, value: &Value| {
            let mut problem = problem.clone();
            problem.insert(field.clone(), value.clone());
            problem
        };
        chosen = chosen
            .iter()
            .flat_map(|problem| values.iter().map(move |value| with(problem, value)))
            .collect();
    }
    Ok(chosen.into_iter().map(Value::Object).collect())
}
