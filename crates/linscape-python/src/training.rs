//! Training runs: checkpoints afterwards, and a monitor from inside.

#![allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    reason = "arguments of Python, converted and passed on in order"
)]

use crate::landscape::text;
use crate::problem::NativeProblem;
use crate::refusal::{refuse, refuse_task};
use crate::watched::{quick, watched};
use crate::weights::{SavedWeights, given_weights};
use linscape::{Checkpoint, Monitor, Observation, Stated, TaskError, TraceOptions};
use linscape_formats::{
    WrittenTrajectory, read_checkpoints, subset_text, type_name, weights_files,
};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::path::PathBuf;

/// Analyses checkpoints, each a step, a name and weights (`linscape.trace/1`).
#[pyfunction]
pub(crate) fn trace(
    py: Python<'_>,
    problem: PyRef<'_, NativeProblem>,
    checkpoints: Vec<(f64, String, Bound<'_, PyAny>)>,
    layers: Option<Vec<String>>,
    transpose: bool,
    radius: f64,
    learning_rate: Option<f64>,
    learning: bool,
    progress: Option<Py<PyAny>>,
) -> PyResult<String> {
    let read = |(step, file, weights): (f64, String, Bound<'_, PyAny>)| {
        let (_, read) = given_weights(&weights, layers.as_deref(), transpose)?;
        PyResult::Ok(Checkpoint { step, file, read })
    };
    let checkpoints = checkpoints.into_iter().map(read).collect::<PyResult<Vec<_>>>()?;
    let options = TraceOptions { radius, learning_rate, learning };
    if let Some(decayed) = problem.decayed() {
        let theirs = decayed.clone();
        let run = watched(py, progress.as_ref(), move |watch| {
            linscape::trace_decayed(&theirs, &checkpoints, options, watch)
        })?
        .map_err(|error| refuse_task(&error))?;
        return text(py, |out| run.record(decayed).write_json(out));
    }
    if let Stated::Own(own) = &problem.stated {
        let theirs = own.clone();
        let run = watched(py, progress.as_ref(), move |watch| {
            linscape::trace_own(&theirs, &checkpoints, options, watch)
        })?
        .map_err(|error| refuse_task(&error))?;
        return text(py, |out| run.record(own).write_json(out));
    }
    let stated = problem.plain()?;
    let theirs = stated.clone();
    let run = watched(py, progress.as_ref(), move |watch| {
        linscape::trace(&theirs, &checkpoints, options, watch)
    })?
    .map_err(|error| refuse_task(&error))?;
    text(py, |out| run.record(stated).write_json(out))
}

/// The names and weights of all checkpoints in the files that names and patterns mean.
#[pyfunction]
pub(crate) fn saved_checkpoints(
    py: Python<'_>,
    given: Vec<PathBuf>,
    layers: Option<Vec<String>>,
    transpose: bool,
) -> PyResult<Vec<(PathBuf, SavedWeights)>> {
    let mut found = Vec::new();
    for file in weights_files(&given).map_err(refuse)? {
        let run = read_checkpoints(&file, layers.as_deref(), transpose);
        for (name, read) in run.map_err(|error| refuse_task(&TaskError::ReadWeights(error)))? {
            found.push((name.clone(), SavedWeights::new(py, &name, read)?));
        }
    }
    Ok(found)
}

/// The steps that names of files state, if they do.
#[pyfunction]
pub(crate) fn steps_in_names(files: Vec<PathBuf>) -> Option<Vec<f64>> {
    linscape_formats::steps_in_names(&files)
}

/// A monitor of one training run.
#[pyclass(module = "linscape._linscape")]
pub(crate) struct NativeMonitor {
    monitor: Monitor,
    multiplicities: Vec<usize>,
}

#[pymethods]
impl NativeMonitor {
    #[new]
    fn new(problem: PyRef<'_, NativeProblem>, radius: f64) -> PyResult<Self> {
        if !(radius > 0.0 && radius < 0.5) {
            return Err(refuse(format!("radius {radius} is not between 0 and ½")));
        }
        let stated = problem.plain()?;
        let monitor = Monitor::new(stated, radius).map_err(|error| refuse_task(&error))?;
        let multiplicities = stated.problem.spectrum().multiplicities().to_vec();
        Ok(Self { monitor, multiplicities })
    }

    /// What weights are near, as a flat dictionary; the shares of the first `modes` modes.
    fn observe<'py>(
        &mut self,
        py: Python<'py>,
        step: f64,
        weights: &Bound<'py, PyAny>,
        layers: Option<Vec<String>>,
        transpose: bool,
        learning_rate: Option<f64>,
        modes: usize,
    ) -> PyResult<Bound<'py, PyDict>> {
        let (_, read) = given_weights(weights, layers.as_deref(), transpose)?;
        let monitor = &mut self.monitor;
        // Microseconds, for which no other thread is woken.
        let sight = py.detach(|| monitor.look(&read)).map_err(|error| refuse_task(&error))?;
        let is_known = monitor.knows(&sight);
        let tell = || monitor.tell(step, sight, learning_rate);
        let seen = if is_known { py.detach(tell) } else { quick(py, tell)? };
        self.dictionary(py, &seen.map_err(|error| refuse_task(&error))?, modes)
    }
}

impl NativeMonitor {
    fn dictionary<'py>(
        &self,
        py: Python<'py>,
        seen: &Observation,
        modes: usize,
    ) -> PyResult<Bound<'py, PyDict>> {
        let near = &seen.near;
        let said = PyDict::new(py);
        said.set_item("step", seen.step)?;
        said.set_item("loss", seen.loss)?;
        said.set_item("gradient_norm", seen.gradient_norm)?;
        said.set_item("modes_learned", near.subset.rank())?;
        said.set_item("subset", subset_text(&near.subset.indices(&self.multiplicities)))?;
        said.set_item("type", type_name(near.point_type))?;
        said.set_item("index", near.index)?;
        said.set_item(
            "escape_order",
            near.escape_order.map(linscape_critical::EscapeOrder::degree),
        )?;
        said.set_item("distance", near.distance)?;
        said.set_item("relative_distance", near.relative_distance)?;
        said.set_item("visiting", seen.is_visiting)?;
        said.set_item("since", seen.since)?;
        said.set_item("remaining_steps", seen.remaining_steps)?;
        // Infinite where the Hessian is zero: nothing to plot.
        said.set_item("step_limit", seen.step_limit.filter(|limit| limit.is_finite()))?;
        said.set_item("lambda", near.learning.lambda.value())?;
        said.set_item("multiplicity", near.learning.multiplicity)?;
        for (at, share) in seen.shares.iter().take(modes).enumerate() {
            said.set_item(format!("mode/{}", at + 1), share)?;
        }
        Ok(said)
    }
}
