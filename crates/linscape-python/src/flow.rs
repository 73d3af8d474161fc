//! Trajectories of gradient flow and descent.

#![allow(
    clippy::needless_pass_by_value,
    reason = "arguments of Python are converted and passed on"
)]

use crate::arrays::NamedArrays;
use crate::arrays::named_arrays;
use crate::landscape::text;
use crate::problem::{NativeProblem, argument, stated_for};
use crate::refusal::{refuse, refuse_task};
use crate::watched::watched;
use crate::weights::given_weights;
use linscape::{FlowOptions, MovingIn, Stated, run_decayed_flow, run_flow, run_own_flow};
use linscape_formats::WrittenTrajectory;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Follows a trajectory (`linscape.trajectory/1`) from `init`, or from `weights`, and returns the
/// document with the last weights.
#[pyfunction]
pub(crate) fn flow<'py>(
    py: Python<'py>,
    problem: PyRef<'py, NativeProblem>,
    init: &str,
    weights: Option<&Bound<'py, PyAny>>,
    options: &Bound<'py, PyDict>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(String, Option<NamedArrays<'py>>)> {
    let given = weights.map(|weights| given_weights(weights, None, false)).transpose()?;
    let options = flow_options(init, options)?;
    let (document, run) = match &problem.stated {
        Stated::Plain(stated) => {
            let stated = match &given {
                Some((file, read)) => stated_for(stated, file, read)?,
                None => stated.clone(),
            };
            let theirs = stated.clone();
            let run = watched(py, progress.as_ref(), move |watch| {
                run_flow(&theirs, &options, given.as_ref().map(|(_, read)| read), watch)
            })?;
            let run = run.map_err(|error| refuse_task(&error))?;
            (text(py, |out| run.record(&stated).write_json(out))?, run)
        }
        Stated::Decayed(stated) => {
            let theirs = stated.clone();
            let found = watched(py, progress.as_ref(), move |watch| {
                run_decayed_flow(&theirs, &options, given.as_ref().map(|(_, read)| read), watch)
            })?;
            let found = found.map_err(|error| refuse_task(&error))?;
            (text(py, |out| found.record(stated).write_json(out))?, found.run)
        }
        Stated::Own(stated) => {
            let theirs = stated.clone();
            let found = watched(py, progress.as_ref(), move |watch| {
                run_own_flow(&theirs, &options, given.as_ref().map(|(_, read)| read), watch)
            })?;
            let found = found.map_err(|error| refuse_task(&error))?;
            (text(py, |out| found.record(stated).write_json(out))?, found.run)
        }
    };
    // A trajectory that diverged may end in weights that are no numbers.
    let last = run.weights().ok();
    let arrays = last.map(|weights| named_arrays(py, weights.matrices(), weights.biases()));
    Ok((document, arrays.transpose()?))
}

fn flow_options(init: &str, options: &Bound<'_, PyDict>) -> PyResult<FlowOptions> {
    let usual = FlowOptions::starting(init);
    let method: Option<String> = argument(options, "method")?;
    let method = method.map(|name| name.parse()).transpose();
    let coordinates: Option<String> = argument(options, "coordinates")?;
    let coordinates = match coordinates.as_deref() {
        None | Some("data") => MovingIn::Data,
        Some("whitened") => MovingIn::Whitened,
        Some(other) => {
            return Err(refuse(format!("coordinates '{other}' is none of data, whitened")));
        }
    };
    Ok(FlowOptions {
        distance: argument(options, "distance")?,
        along: argument(options, "along")?,
        seed: argument(options, "seed")?.unwrap_or(0),
        method: method.map_err(refuse)?,
        step: argument(options, "step")?,
        predict: argument(options, "predict")?.unwrap_or(false),
        learning_rate: argument(options, "learning_rate")?,
        batch: argument(options, "batch")?,
        coordinates,
        rtol: argument(options, "rtol")?,
        atol: argument(options, "atol")?,
        until: argument(options, "until")?,
        until_loss: argument(options, "until_loss")?,
        max_steps: argument(options, "max_steps")?.unwrap_or(usual.max_steps),
        points: argument(options, "points")?.unwrap_or(usual.points),
        every: argument(options, "every")?,
        radius: argument(options, "radius")?.unwrap_or(usual.radius),
        drift_tolerance: argument(options, "drift_tolerance")?,
        ..usual
    })
}
