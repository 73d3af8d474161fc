//! `linscape plot`.

use crate::arguments::{OutputArguments, ProblemArguments, load, read_trajectory, say_notes};
use crate::commands::decay::{self, Drawing};
use crate::terminal::{Failure, TerminalObserver};
use clap::{Subcommand, ValueEnum};
use linscape::{Limit, SpectrumOptions, StatedProblem, spectrum_of_weights};
use linscape_critical::family_count;
use linscape_critical::{
    CriticalValues, Direction, Observer, Problem, SingularSubset, ValueCounts, ValuesError,
};
use linscape_curvature::{LanczosStatus, SpectrumMethod};
use linscape_formats::read_weights;
use linscape_pictures::{HessianCurve, ValueStaircase, spectrum_picture, trajectory_picture};
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Draw a curve as SVG: critical values, the spectrum of Σ or of a Hessian, or a trajectory
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape plot values --sigma 5,4,3 --widths 3,3,3,3 -o values.svg\n  \
    linscape plot spectrum --inputs fixtures/digits-pixels.npy \\\n      \
    --labels fixtures/digits-labels.csv --hidden 8 -o spectrum.svg\n  \
    linscape plot bifurcation --sigma 4,3,2 --widths 3,3,3,3 --decay 1 \\\n      \
    -o bifurcation.svg\n  \
    linscape plot barriers --sigma 4,3,2 --widths 3,3,3,3 --decay 1 \\\n      \
    -o barriers.svg\n  \
    linscape represent --sigma 3,2,1 --widths 3,9,9,3 --subset 1 -o W.npz && \\\n    \
    linscape plot spectrum --sigma 3,2,1 --widths 3,9,9,3 --weights W.npz \\\n      \
    -o hessian.svg\n  \
    linscape plot trajectory --trajectory fixtures/trajectory-321.json \\\n      \
    --sigma 3,2,1 --widths 3,3,3,3 -o trajectory.svg")]
pub(crate) struct PlotArguments {
    #[command(subcommand)]
    curve: Curve,
}

#[derive(Debug, Subcommand)]
enum Curve {
    /// How many families lie at or below a loss, one step a critical value
    Values {
        #[command(flatten)]
        problem: ProblemArguments,
        /// Draw the K lowest critical values only
        #[arg(help_heading = "Output", long, value_name = "K", default_value = "10000")]
        lowest: NonZeroUsize,
        /// Label the K lowest critical values with subset and loss
        #[arg(help_heading = "Output", long, value_name = "K", default_value_t = 8)]
        label: usize,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// The singular values of Σ with their multiplicities, or the Hessian's eigenvalues at weights
    Spectrum {
        #[command(flatten)]
        problem: ProblemArguments,
        /// Draw the eigenvalues of the Hessian at these weights (.npz, .safetensors, .pt), in the
        /// coordinates of the data
        #[arg(long, value_name = "FILE")]
        weights: Option<PathBuf>,
        /// How many eigenvalues are at least as large (unless stated), or how many lie where
        #[arg(help_heading = "Output", long, value_enum, requires = "weights")]
        curve: Option<HessianDrawing>,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Weight decay: how much of each mode is learned, one curve for all of them, fold and coexistence
    Bifurcation {
        #[command(flatten)]
        problem: ProblemArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Weight decay: the minima and the passes between them
    Barriers {
        #[command(flatten)]
        problem: ProblemArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// The loss of a trajectory over the critical values it passes, and the modes it learns
    Trajectory {
        #[command(flatten)]
        problem: ProblemArguments,
        /// The trajectory (JSON of `linscape flow` or `trace`)
        #[arg(help_heading = "Output", long, value_name = "FILE")]
        trajectory: PathBuf,
        #[command(flatten)]
        output: OutputArguments,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, ValueEnum)]
enum HessianDrawing {
    /// How many eigenvalues are at least as large, positive and negative ones apart
    Cumulative,
    /// How many eigenvalues lie in each step: weights whose whole spectrum is known
    Density,
}

/// Most values of a staircase: a line of more steps looks like any curve.
const MOST_VALUES: usize = 1 << 20;

/// Most labels that stand beside each other.
const MOST_LABELS: usize = 20;

pub(crate) fn run(arguments: &PlotArguments) -> Result<(), Failure> {
    let output = match &arguments.curve {
        Curve::Values { output, .. }
        | Curve::Spectrum { output, .. }
        | Curve::Bifurcation { output, .. }
        | Curve::Barriers { output, .. }
        | Curve::Trajectory { output, .. } => output,
    };
    let mut out = output.create_as("svg", "the picture")?;
    let Picture { svg, interrupted } = picture(&arguments.curve)?;
    out.write_all(svg.as_bytes())?;
    out.finish()?;
    if interrupted { Err(Failure::Interrupted) } else { Ok(()) }
}

/// A picture, and whether the work for it was interrupted.
struct Picture {
    svg: String,
    interrupted: bool,
}

fn picture(curve: &Curve) -> Result<Picture, Failure> {
    match curve {
        Curve::Values { problem, lowest, label, .. } => {
            if lowest.get() > MOST_VALUES || *label > MOST_LABELS {
                return Err(Failure::Limit(format!(
                    "at most {MOST_VALUES} values are drawn and {MOST_LABELS} labelled; ask \
                     --lowest and --label for fewer"
                )));
            }
            let stated = load(problem)?;
            let observer = TerminalObserver::new("listing values");
            let LowestValues { counts, labelled } =
                lowest_values(&stated.problem, lowest.get(), *label, &observer)?;
            let families = family_count(&stated.problem);
            let staircase = ValueStaircase {
                problem: &stated.problem,
                source: stated.source.as_ref(),
                values: &counts.values,
                families: &families,
                labelled: &labelled,
            };
            Ok(Picture { svg: staircase.picture(), interrupted: counts.interrupted })
        }
        Curve::Bifurcation { problem, .. } => {
            let svg = decay::picture(problem, Drawing::Bifurcation)?;
            Ok(Picture { svg, interrupted: false })
        }
        Curve::Barriers { problem, .. } => {
            let svg = decay::picture(problem, Drawing::Barriers)?;
            Ok(Picture { svg, interrupted: false })
        }
        Curve::Spectrum { problem, weights: Some(file), curve, .. } => {
            hessian_picture(&load(problem)?, file, curve.unwrap_or(HessianDrawing::Cumulative))
        }
        Curve::Spectrum { problem, .. } => {
            let stated = load(problem)?;
            let svg = spectrum_picture(&stated.problem, stated.source.as_ref());
            Ok(Picture { svg, interrupted: false })
        }
        Curve::Trajectory { problem, trajectory, .. } => {
            let stated = load(problem)?;
            let trajectory = read_trajectory(trajectory, &stated.problem)?;
            let source = stated.source.as_ref();
            let svg = trajectory_picture(&stated.problem, source, &trajectory);
            Ok(Picture { svg, interrupted: false })
        }
    }
}

/// The eigenvalues of the Hessian at weights.
fn hessian_picture(
    stated: &StatedProblem,
    file: &Path,
    drawing: HessianDrawing,
) -> Result<Picture, Failure> {
    let read = read_weights(file, None, false)?;
    let observer = TerminalObserver::new("Hessian products");
    let name = file.display().to_string();
    let stated = &*stated.for_weights(&name, &read)?;
    let point = spectrum_of_weights(stated, name, &read, SpectrumOptions::default(), &observer)?;
    drop(observer);
    say_notes([(file, &read)].into_iter());
    let rows = &point.spectrum.rows;
    let levels: Vec<_> = rows.iter().map(|row| (row.value, row.multiplicity)).collect();
    let (problem, source) = (&stated.problem, stated.source.as_ref());
    let curve = HessianCurve { problem, source, levels: &levels };
    let interrupted = matches!(
        point.spectrum.method,
        SpectrumMethod::Lanczos { status: LanczosStatus::Interrupted, .. }
    );
    let listed: usize = levels.iter().map(|level| level.1).sum();
    let svg = match drawing {
        HessianDrawing::Cumulative => curve.cumulative(),
        HessianDrawing::Density if listed == read.weights.parameters() => curve.density(),
        HessianDrawing::Density => {
            return Err(Failure::Limit(format!(
                "{}: only {listed} of {} eigenvalues are known, which is no density; \
                 --curve cumulative draws both ends",
                file.display(),
                read.weights.parameters()
            )));
        }
    };
    Ok(Picture { svg, interrupted })
}

/// The lowest critical values, in order, and the first family of each of the lowest.
pub(crate) struct LowestValues {
    pub(crate) counts: ValueCounts,
    pub(crate) labelled: Vec<SingularSubset>,
}

/// Counts the `length` lowest critical values, and finds a family of the `labelled` lowest.
pub(crate) fn lowest_values(
    problem: &Problem,
    length: usize,
    labelled: usize,
    observer: &impl Observer,
) -> Result<LowestValues, Failure> {
    let mut counts =
        ValueCounts::new(problem, Direction::Lowest, length, observer).map_err(Limit::from)?;
    let mut labels = Vec::new();
    for value in CriticalValues::new(problem, Direction::Lowest, observer).take(labelled) {
        match value {
            Err(ValuesError::Interrupted) => {
                counts.interrupted = true;
                break;
            }
            value => labels.extend(value.map_err(Limit::from)?.families.first(1)),
        }
    }
    Ok(LowestValues { counts, labelled: labels })
}
