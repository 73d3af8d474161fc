//! `linscape learning`.

use crate::arguments::{OutputArguments, ProblemArguments, Written, load};
use crate::terminal::Failure;
use linscape::{LearningOptions, learning};

/// Learning coefficients (real log canonical thresholds) for a truth of each rank
///
/// With --noise also free energies, expected squared errors, and which rank they choose: a heuristic.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape learning --sigma 3,2,1 --widths 3,3,3,3\n  \
    linscape learning --sigma 3,1 --widths 2,2,2 --samples 100 --noise 8\n  \
    linscape learning --inputs fixtures/digits-pixels.npy \\\n      \
    --labels fixtures/digits-labels.csv --center --hidden 32,32 --noise 0.03")]
pub(crate) struct LearningArguments {
    #[command(flatten)]
    problem: ProblemArguments,
    /// Only the truth of this rank [default: every rank up to the narrowest layer's width]
    #[arg(long, value_name = "R")]
    rank: Option<usize>,
    /// Samples n that the truth is judged by [default: those of the data]
    #[arg(long, value_name = "N")]
    samples: Option<usize>,
    /// Variance s² of the Gaussian noise of each output
    #[arg(long, value_name = "S2", allow_hyphen_values = true)]
    noise: Option<f64>,
    /// Print JSON (linscape.learning/1) instead of a table
    #[arg(help_heading = "Output", long)]
    json: bool,
    #[command(flatten)]
    output: OutputArguments,
}

pub(crate) fn run(arguments: &LearningArguments) -> Result<(), Failure> {
    let mut out =
        arguments.output.create(Written::json_or_text(arguments.output.is_json(arguments.json)))?;
    let stated = load(&arguments.problem)?;
    let LearningArguments { rank, samples, noise, .. } = *arguments;
    let report = learning(&stated, LearningOptions { rank, samples, noise })?;
    if arguments.output.is_json(arguments.json) {
        report.write_json(&mut out)?;
    } else {
        report.write_table(&mut out, arguments.output.style())?;
    }
    Ok(out.finish()?)
}
