//! `linscape plot`.

use crate::arguments::{
    OutputArguments, PictureArguments, ProblemArguments, load, load_any_decay, load_decayed,
    read_decayed_trajectory, read_trajectory, read_trajectory_among_points, say_notes,
    with_problem_of, with_words,
};
use crate::terminal::{Failure, TerminalObserver};
use anyhow::anyhow;
use clap::{Subcommand, ValueEnum};
use linscape::{
    EscapeDrawing, HessianDrawing, Picture, SpectrumOptions, Stated, StatedDecay, StatedFamily,
    StatedProblem, ValuesDrawn, plot_barriers, plot_bifurcation, plot_decayed_trajectory,
    plot_escape, plot_hessian, plot_own_trajectory, plot_spectrum, plot_surface, plot_trajectory,
    plot_values,
};
use linscape_formats::read_weights;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Draw critical values, spectra, a trajectory or the loss on a plane, as SVG, PNG or PDF
///
/// The extension of the output says which: .svg, .png or .pdf.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape plot values --sigma 5,4,3 --widths 3,3,3,3 -o values.svg\n  \
    linscape plot surface --sigma 2,1 --widths 2,2,2,2 -o surface.svg\n\n\
    More with the --help of each picture.")]
pub(crate) struct PlotArguments {
    #[command(subcommand)]
    curve: Curve,
}

#[derive(Debug, Subcommand)]
enum Curve {
    /// How many families lie at or below a loss, one step a critical value
    #[command(after_help = "Examples:\n  \
        linscape plot values --sigma 5,4,3 --widths 3,3,3,3 -o values.svg")]
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
        picture: PictureArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// The singular values of Σ with their multiplicities, or the Hessian's eigenvalues at weights
    #[command(after_help = "Examples:\n  \
        linscape plot spectrum --inputs fixtures/digits-pixels.npy \\\n      \
        --labels fixtures/digits-labels.csv --hidden 8 -o spectrum.svg\n  \
        linscape represent --sigma 3,2,1 --widths 3,9,9,3 --subset 1 -o W.npz && \\\n    \
        linscape plot spectrum --sigma 3,2,1 --widths 3,9,9,3 --weights W.npz \\\n      \
        -o hessian.svg")]
    Spectrum {
        #[command(flatten)]
        problem: ProblemArguments,
        /// Draw the eigenvalues of the Hessian at these weights (.npz, .safetensors, .pt), in the
        /// coordinates of the data
        #[arg(long, value_name = "FILE")]
        weights: Option<PathBuf>,
        /// How many eigenvalues are at least as large (unless stated), or how many lie where
        #[arg(help_heading = "Output", long, value_enum, requires = "weights")]
        curve: Option<HessianCurve>,
        /// Most weights for which the Hessian is formed, and largest order of the core of weights of
        /// low rank: of a larger one both ends are drawn [default: 2000]
        #[arg(long, value_name = "N", requires = "weights")]
        dense_limit: Option<usize>,
        #[command(flatten)]
        picture: PictureArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Weight decay: how much of each mode is learned, one curve for all of them, fold and coexistence
    #[command(after_help = "Examples:\n  \
        linscape plot bifurcation --sigma 4,3,2 --widths 3,3,3,3 --decay 1 \\\n      \
        -o bifurcation.svg")]
    Bifurcation {
        #[command(flatten)]
        problem: ProblemArguments,
        #[command(flatten)]
        picture: PictureArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Weight decay: the minima and the passes between them
    #[command(after_help = "Examples:\n  \
        linscape plot barriers --sigma 4,3,2 --widths 3,3,3,3 --decay 1 \\\n      \
        -o barriers.svg")]
    Barriers {
        #[command(flatten)]
        problem: ProblemArguments,
        #[command(flatten)]
        picture: PictureArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// The loss on a plane, with contours, saddles and orbits of gradient flow: the plane of two modes' amplitudes, or
    /// one along an escape direction of a nonstrict saddle
    #[command(after_help = "Examples:\n  \
        linscape plot surface --sigma 2,1 --widths 2,2,2,2 --width 8.5cm \\\n      \
        --style print -o surface.svg\n  \
        linscape plot surface --sigma 2,1 --widths 2,2,2,2 --escape-from '' \\\n      \
        -o escape.svg")]
    Surface {
        #[command(flatten)]
        problem: ProblemArguments,
        /// The two modes, counted from 1
        #[arg(
            long,
            value_name = "K,L",
            value_delimiter = ',',
            num_args = 1,
            default_value = "1,2"
        )]
        modes: Vec<usize>,
        /// The modes that are learned beside them
        #[arg(long, value_name = "1,2", value_delimiter = ',')]
        learned: Vec<usize>,
        #[command(flatten)]
        escape: EscapeArguments,
        #[command(flatten)]
        picture: PictureArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// The loss of a trajectory over the critical values it passes, and the modes it learns
    #[command(after_help = "Examples:\n  \
        linscape plot trajectory --trajectory fixtures/trajectory-321.json \\\n      \
        -o trajectory.svg")]
    Trajectory {
        #[command(flatten)]
        problem: ProblemArguments,
        /// The trajectory (JSON of `linscape flow` or `trace`), which also states the problem
        #[arg(help_heading = "Output", long, value_name = "FILE")]
        trajectory: PathBuf,
        #[command(flatten)]
        picture: PictureArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
}

/// A plane along an escape direction.
#[derive(Debug, clap::Args)]
struct EscapeArguments {
    /// The family ('' for nothing learned) of a nonstrict saddle: draw the plane, in whitened coordinates, of one of its
    /// escape directions
    #[arg(
        help_heading = "Escape", long, value_name = "1,2", allow_hyphen_values = true,
        conflicts_with_all = ["modes", "learned"]
    )]
    escape_from: Option<String>,
    /// A random point of this stratum, and not the balanced point
    #[arg(
        help_heading = "Escape",
        long,
        value_name = "KEY",
        requires = "escape_from",
        allow_hyphen_values = true
    )]
    stratum: Option<String>,
    /// The escape direction, counted from 1, whose last link is the other axis (or its step between null bars); or two
    /// that span the plane
    #[arg(
        help_heading = "Escape",
        long,
        value_name = "K|K,L",
        value_delimiter = ',',
        num_args = 1,
        default_value = "1",
        requires = "escape_from"
    )]
    direction: Vec<usize>,
    /// Seed of the random point
    #[arg(
        help_heading = "Escape",
        long,
        value_name = "S",
        default_value_t = 0,
        requires = "stratum"
    )]
    seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, ValueEnum)]
enum HessianCurve {
    /// How many eigenvalues are at least as large, positive and negative ones apart
    Cumulative,
    /// How many eigenvalues lie in each step: weights whose whole spectrum is known
    Density,
}

pub(crate) fn run(arguments: &PlotArguments) -> Result<(), Failure> {
    let (look, output) = match &arguments.curve {
        Curve::Values { picture, output, .. }
        | Curve::Spectrum { picture, output, .. }
        | Curve::Bifurcation { picture, output, .. }
        | Curve::Barriers { picture, output, .. }
        | Curve::Surface { picture, output, .. }
        | Curve::Trajectory { picture, output, .. } => (picture, output),
    };
    let out = look.create(output)?;
    let Picture { svg, interrupted } = picture(&arguments.curve)?;
    look.write(&svg, out)?;
    if interrupted { Err(Failure::Interrupted) } else { Ok(()) }
}

fn picture(curve: &Curve) -> Result<Picture, Failure> {
    let whole = |svg| Picture { svg, interrupted: false };
    Ok(match curve {
        Curve::Values { problem, lowest, label, .. } => {
            let stated = load(problem)?;
            let observer = TerminalObserver::new("listing values");
            let drawn = ValuesDrawn { lowest: lowest.get(), label: *label };
            plot_values(&stated, drawn, &observer)?
        }
        Curve::Bifurcation { problem, .. } => whole(plot_bifurcation(&with_decay(problem)?)),
        Curve::Barriers { problem, .. } => whole(plot_barriers(&with_decay(problem)?)?),
        Curve::Spectrum { problem, weights: Some(file), curve, dense_limit, .. } => {
            hessian_picture(&load(problem)?, file, *curve, *dense_limit)?
        }
        Curve::Spectrum { problem, .. } => whole(plot_spectrum(&load(problem)?)),
        Curve::Surface { problem, escape, .. } if escape.escape_from.is_some() => {
            whole(escape.picture(problem)?)
        }
        Curve::Surface { problem, modes, learned, .. } => {
            let &[first, second] = &modes[..] else {
                return Err(anyhow!("--modes names two modes, such as 1,2").into());
            };
            whole(plot_surface(&load(problem)?, [first, second], learned)?)
        }
        Curve::Trajectory { problem, trajectory, .. } => {
            let problem = with_problem_of(trajectory, problem);
            let stated = load_any_decay(&problem)?;
            if let Some(Stated::Own(stated)) = &stated {
                let trajectory = read_trajectory_among_points(trajectory, stated)?;
                return Ok(whole(plot_own_trajectory(stated, &trajectory)));
            }
            if let Some(stated) = with_words(stated)? {
                let trajectory = read_decayed_trajectory(trajectory, &stated)?;
                return Ok(whole(plot_decayed_trajectory(&stated, &trajectory)));
            }
            let stated = load(&problem)?;
            let trajectory = read_trajectory(trajectory, &stated.problem)?;
            whole(plot_trajectory(&stated, &trajectory))
        }
    })
}

impl EscapeArguments {
    fn picture(&self, problem: &ProblemArguments) -> Result<String, Failure> {
        if self.direction.len() > 2 {
            return Err(anyhow!("--direction names one direction or two, such as 1,2").into());
        }
        let subset = self.escape_from.as_deref().unwrap_or_default();
        let family = StatedFamily::new(load(problem)?, subset)?;
        let drawing = EscapeDrawing {
            stratum: self.stratum.clone(),
            directions: self.direction.clone(),
            seed: self.seed,
        };
        Ok(plot_escape(&family, &drawing)?)
    }
}

/// The eigenvalues of the Hessian at weights.
fn hessian_picture(
    stated: &StatedProblem,
    file: &Path,
    drawing: Option<HessianCurve>,
    dense_limit: Option<usize>,
) -> Result<Picture, Failure> {
    let read = read_weights(file, None, false)?;
    let observer = TerminalObserver::new("Hessian products");
    let name = file.display().to_string();
    let stated = &*stated.for_weights(&name, &read)?;
    let drawing = match drawing {
        None | Some(HessianCurve::Cumulative) => HessianDrawing::Cumulative,
        Some(HessianCurve::Density) => HessianDrawing::Density,
    };
    let usual = SpectrumOptions::default();
    let options =
        SpectrumOptions { dense_limit: dense_limit.unwrap_or(usual.dense_limit), ..usual };
    let picture = plot_hessian(stated, &name, &read, (drawing, options), &observer)?;
    drop(observer);
    say_notes([(file, &read)].into_iter());
    Ok(picture)
}

/// The problem of a picture of weight decay.
fn with_decay(problem: &ProblemArguments) -> Result<StatedDecay, Failure> {
    let stated = load_decayed(problem)?;
    stated.ok_or_else(|| anyhow!("this picture is one of weight decay: give --decay λ").into())
}
