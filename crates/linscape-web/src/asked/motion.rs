//! `flow` and `trace`.

use super::{of_either, weights_of};
use crate::answer::{Answer, Refusal};
use crate::question::{FlowAsked, TraceAsked};
use linscape::{
    Checkpoint, ProblemOptions, TraceOptions, run_decayed_flow, run_flow, trace, trace_decayed,
};
use linscape_critical::{Observer, numbered};
use linscape_flow::Ending;
use linscape_formats::{ReadWeights, WrittenTrajectory, steps_in_names};
use std::path::Path;

pub(super) fn flow(
    problem: &ProblemOptions,
    asked: &FlowAsked,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    let options = &asked.options;
    let given = match options.initial_file() {
        Some("") => return Err(Refusal::of_input("--init file: names no file")),
        Some(file) => Some(weights_of(Path::new(file), &asked.tensors)?),
        None => None,
    };
    of_either(
        problem,
        |stated| {
            let stated = match (options.initial_file(), &given) {
                (Some(file), Some(read)) => stated.for_weights(file, read)?.into_owned(),
                _ => stated.clone(),
            };
            let run = run_flow(&stated, options, given.as_ref(), observer)?;
            let record = run.record(&stated);
            let written = Answer::written(|out| record.write_json(out))?;
            if record.has_drifted() {
                let drift = run.trajectory.conservation_drift;
                return Ok(
                    written.but(1, format!("the conserved quantities drifted by {drift:.1e}"))
                );
            }
            Ok(ended(written, &run.trajectory.ending))
        },
        |stated| {
            let found = run_decayed_flow(stated, options, given.as_ref(), observer)?;
            let written = Answer::written(|out| found.record(stated).write_json(out))?;
            Ok(ended(written, &found.run.trajectory.ending))
        },
    )
}

/// The answer with what the end of a trajectory means.
fn ended(written: Answer, ending: &Ending) -> Answer {
    match ending {
        Ending::Finished | Ending::AtRest | Ending::Diverged { .. } => written,
        Ending::Interrupted => written.incomplete_if(true),
        Ending::BrokenOff => {
            written.but(3, "the integration broke off; another --method or --rtol may go on")
        }
        Ending::OutOfSteps => written.but(3, "the steps did not reach the end; see --max-steps"),
    }
}

pub(super) fn traced(
    problem: &ProblemOptions,
    asked: &TraceAsked,
    observer: &impl Observer,
) -> Result<Answer, Refusal> {
    let usual = TraceOptions::default();
    let options = TraceOptions {
        radius: asked.radius.unwrap_or(usual.radius),
        learning_rate: asked.learning_rate,
        learning: asked.learning,
    };
    let checkpoints = asked.checkpoints()?;
    of_either(
        problem,
        |stated| {
            // The first one says which layers have biases; the others are held against it.
            let stated = match checkpoints.first() {
                Some(at) => stated.for_weights(&at.file, &at.read)?.into_owned(),
                None => stated.clone(),
            };
            let run = trace(&stated, &checkpoints, options, observer)?;
            let written = Answer::written(|out| run.record(&stated).write_json(out))?;
            Ok(written.incomplete_if(run.trajectory.ending == Ending::Interrupted))
        },
        |stated| {
            let found = trace_decayed(stated, &checkpoints, options, observer)?;
            let written = Answer::written(|out| found.record(stated).write_json(out))?;
            Ok(written.incomplete_if(found.run.trajectory.ending == Ending::Interrupted))
        },
    )
}

impl TraceAsked {
    fn checkpoints(&self) -> Result<Vec<Checkpoint>, Refusal> {
        let files = &self.files;
        let index = || (0..files.len()).map(|at| at as f64).collect();
        let steps = match &self.times {
            None => steps_in_names(files).unwrap_or_else(index),
            Some(times) if times.len() == files.len() => times.clone(),
            Some(times) => {
                let (times, files) = (times.len(), files.len());
                return Err(Refusal::of_input(format!(
                    "--times has {} for {}",
                    numbered(times, "time", "times"),
                    numbered(files, "file", "files")
                )));
            }
        };
        let read = |(step, path): (f64, &std::path::PathBuf)| {
            let read: ReadWeights = weights_of(path, &self.tensors)?;
            Ok(Checkpoint { step, file: path.display().to_string(), read })
        };
        steps.into_iter().zip(files).map(read).collect()
    }
}
