//! `linscape trace`.

use crate::arguments::{ProblemArguments, TensorArguments, load, load_any_decay, say_notes};
use crate::commands::motion::outputs::{TrajectoryArguments, TrajectoryOutputs};
use crate::terminal::{Failure, TrajectoryProgress, say};
use anyhow::{Context, Result, bail};
use linscape::{
    Checkpoint, Stated, StatedDecay, StatedOwn, TraceOptions, trace, trace_decayed, trace_own,
};
use linscape_critical::numbered;
use linscape_formats::{WrittenTrajectory, order_note, steps_in_names, weights_files};
use std::path::{Path, PathBuf};

/// Analyse the checkpoints of a training run: modes learned, saddles visited, when and how closely
///
/// Checkpoints are taken in the order given, in the coordinates of the data. Between two of them
/// nothing is known: a visit begins and ends at a checkpoint.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape represent --sigma 2,1 --widths 2,2,2 --subset '' -o W0.npz && \\\n    \
    linscape represent --sigma 2,1 --widths 2,2,2 --subset 1 -o W1.npz && \\\n    \
    linscape trace --sigma 2,1 --widths 2,2,2 W0.npz W1.npz \\\n      \
    --times 0,100 -o trace.json")]
pub(crate) struct TraceArguments {
    #[command(flatten)]
    problem: ProblemArguments,
    /// Weights of the checkpoints (.npz with W1 … Wh, .safetensors or .pt), in order; a pattern in quotes
    /// is taken by the numbers in the names; arrays T × … in one file are T checkpoints
    #[arg(value_name = "FILES", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    tensors: TensorArguments,
    /// Times of the checkpoints, increasing, as a list; names: the numbers in the names of the files;
    /// index: 0, 1, 2, … [default: names where they have increasing numbers, else index]
    #[arg(help_heading = "Watch", long, value_name = "T", allow_hyphen_values = true)]
    times: Option<String>,
    /// The times are steps of this size
    #[arg(help_heading = "Watch", long, value_name = "η", allow_negative_numbers = true)]
    learning_rate: Option<f64>,
    /// Learning coefficients λ, m of every checkpoint, and of the family it is nearest to
    #[arg(help_heading = "Watch", long)]
    learning: bool,
    /// How near to a family a visit is, in shares of the singular values and of ‖Σ‖
    #[arg(
        help_heading = "Watch",
        long,
        value_name = "R",
        default_value_t = 0.1,
        allow_negative_numbers = true
    )]
    radius: f64,
    #[command(flatten)]
    outputs: TrajectoryArguments,
}

pub(crate) fn run(arguments: &TraceArguments) -> Result<(), Failure> {
    let files = weights_files(&arguments.files)?;
    let outputs = arguments.outputs.open(None)?;
    if let Some(note) = order_note(&files) {
        say(&format!("linscape: note: {note}"));
    }
    let decayed = load_any_decay(&arguments.problem)?;
    let (files, read): (Vec<_>, Vec<_>) = arguments.tensors.read_all(&files)?.into_iter().unzip();
    let steps = arguments.steps(&files)?;
    let named = steps.into_iter().zip(files).zip(read);
    let checkpoints = named.map(|((step, file), read)| {
        let file = file.display().to_string();
        Checkpoint { step, file, read }
    });
    let checkpoints: Vec<Checkpoint> = checkpoints.collect();
    match &decayed {
        Some(Stated::Decayed(stated)) => {
            return with_decay(arguments, stated, &checkpoints, outputs);
        }
        Some(Stated::Own(stated)) => return among_points(arguments, stated, &checkpoints, outputs),
        Some(Stated::Plain(_)) | None => {}
    }
    let stated = load(&arguments.problem)?;
    // The first one says which layers have biases; the others are held against it.
    let first = checkpoints.first();
    let stated = match first {
        Some(at) => stated.for_weights(&at.file, &at.read)?.into_owned(),
        None => stated,
    };
    let progress = TrajectoryProgress::new(&stated.problem);
    let run = trace(&stated, &checkpoints, arguments.options(), &progress)?;
    drop(progress);
    say_notes(checkpoints.iter().map(|at| (Path::new(&at.file), &at.read)));
    finish(outputs, &run.record(&stated))
}

/// The same on the loss with weight decay.
fn with_decay(
    arguments: &TraceArguments,
    stated: &StatedDecay,
    checkpoints: &[Checkpoint],
    outputs: TrajectoryOutputs,
) -> Result<(), Failure> {
    let progress = TrajectoryProgress::new(&stated.stated.problem);
    let found = trace_decayed(stated, checkpoints, arguments.options(), &progress)?;
    drop(progress);
    say_notes(checkpoints.iter().map(|at| (Path::new(&at.file), &at.read)));
    finish(outputs, &found.record(stated))
}

/// The same with decay on the data's own weights, among listed points.
fn among_points(
    arguments: &TraceArguments,
    stated: &StatedOwn,
    checkpoints: &[Checkpoint],
    outputs: TrajectoryOutputs,
) -> Result<(), Failure> {
    let progress = TrajectoryProgress::new(&stated.stated.problem);
    let found = trace_own(stated, checkpoints, arguments.options(), &progress)?;
    drop(progress);
    say_notes(checkpoints.iter().map(|at| (Path::new(&at.file), &at.read)));
    finish(outputs, &found.record(stated))
}

fn finish(outputs: TrajectoryOutputs, record: &impl WrittenTrajectory) -> Result<(), Failure> {
    outputs.write(record)?;
    if record.is_interrupted() { Err(Failure::Interrupted) } else { Ok(()) }
}

impl TraceArguments {
    fn options(&self) -> TraceOptions {
        let Self { radius, learning_rate, learning, .. } = *self;
        TraceOptions { radius, learning_rate, learning }
    }

    /// The steps of the files, by the option or by their names.
    fn steps(&self, files: &[PathBuf]) -> Result<Vec<f64>> {
        let index = || (0..files.len()).map(|at| at as f64).collect();
        let list = match self.times.as_deref() {
            None => return Ok(steps_in_names(files).unwrap_or_else(index)),
            Some("index") => return Ok(index()),
            Some("names") => {
                return steps_in_names(files).context(
                    "--times names: the names have no numbers that increase and differ in nothing else; \
                     give the times as a list, or index",
                );
            }
            Some(list) => list,
        };
        let number = |text: &str| {
            let parsed = text.trim().parse::<f64>();
            parsed.ok().filter(|time| time.is_finite()).with_context(|| {
                format!("--times: '{text}' is not a finite number; give a list, names or index")
            })
        };
        let times = list.split(',').map(number).collect::<Result<Vec<_>>>()?;
        if times.len() != files.len() {
            let given = numbered(times.len(), "time", "times");
            bail!("--times has {given} for {}", numbered(files.len(), "checkpoint", "checkpoints"));
        }
        if let Some([before, after]) = times.windows(2).find(|pair| pair[0] >= pair[1]) {
            bail!("--times must increase, but {after} does not come after {before}");
        }
        Ok(times)
    }
}
