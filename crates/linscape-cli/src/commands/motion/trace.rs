//! `linscape trace`.

use crate::arguments::{
    OutputArguments, ProblemArguments, TensorArguments, Written, check_distinct, csv_file,
    finish_table, load,
};
use crate::commands::motion::NOT_SHOWN;
use crate::terminal::{Failure, TrajectoryProgress, say, standard_error};
use anyhow::{Result, bail};
use linscape::trace;
use linscape_flow::Ending;
use linscape_formats::{order_note, weights_files};
use std::path::PathBuf;

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
    /// Weights of the checkpoints (.npz with W1 … Wh, or .safetensors), in order; a pattern in quotes
    /// is taken by the numbers in the names
    #[arg(value_name = "FILES", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    tensors: TensorArguments,
    /// Times of the checkpoints, increasing [default: 0, 1, 2, …]
    #[arg(
        help_heading = "Watch",
        long,
        value_name = "t,…",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    times: Option<Vec<f64>>,
    /// How near to a family a visit is, in shares of the singular values and of ‖Σ‖
    #[arg(
        help_heading = "Watch",
        long,
        value_name = "R",
        default_value_t = 0.1,
        allow_negative_numbers = true
    )]
    radius: f64,
    /// Also write the moments as a table: time, loss, one column a mode
    #[arg(help_heading = "Output", long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// JSON only, without the summary on standard error
    #[arg(help_heading = "Output", long)]
    json: bool,
    #[command(flatten)]
    output: OutputArguments,
}

pub(crate) fn run(arguments: &TraceArguments) -> Result<(), Failure> {
    let files = weights_files(&arguments.files)?;
    let outputs = || [arguments.output.path()].into_iter().chain(arguments.csv.as_deref());
    check_distinct(outputs())?;
    let is_shown = arguments.json || !arguments.output.is_unasked_terminal();
    let out = is_shown.then(|| arguments.output.create(Written::JSON)).transpose()?;
    let csv = arguments.csv.as_deref().map(csv_file).transpose()?;
    if let Some(note) = order_note(&files) {
        say(&format!("linscape: note: {note}"));
    }
    let times = arguments.times(files.len())?;
    let stated = load(&arguments.problem)?;
    let mut checkpoints = Vec::with_capacity(times.len());
    for (time, path) in times.into_iter().zip(&files) {
        checkpoints.push((time, path.display().to_string(), arguments.tensors.read(path)?));
    }
    let progress = TrajectoryProgress::new(&stated.problem);
    let run = trace(&stated, &checkpoints, arguments.radius, &progress)?;
    drop(progress);
    let record = run.record(&stated);
    match out {
        Some(mut out) => {
            record.write_json(&mut out)?;
            out.finish()?;
        }
        None => say(NOT_SHOWN),
    }
    if let Some(mut csv) = csv {
        record.write_csv(&mut csv)?;
        finish_table(csv, run.trajectory.ending == Ending::Interrupted)?;
    }
    if !arguments.json {
        let style = OutputArguments::error_style();
        // For the person at the terminal; the file is the output.
        let _ = record.write_text(standard_error(), style);
    }
    match run.trajectory.ending {
        Ending::Interrupted => Err(Failure::Interrupted),
        _ => Ok(()),
    }
}

impl TraceArguments {
    fn times(&self, files: usize) -> Result<Vec<f64>> {
        let Some(times) = &self.times else { return Ok((0..files).map(|at| at as f64).collect()) };
        if times.len() != files {
            bail!("--times has {} times for {files} files", times.len());
        }
        if let Some(time) = times.iter().find(|time| !time.is_finite()) {
            bail!("--times: {time} is not finite");
        }
        if let Some([before, after]) = times.windows(2).find(|pair| pair[0] >= pair[1]) {
            bail!("--times must increase, but {after} does not come after {before}");
        }
        Ok(times.clone())
    }
}
