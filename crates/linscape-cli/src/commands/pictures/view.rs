//! `linscape view`.

use crate::arguments::{OutputArguments, ScaleArgument, read_trajectory};
use crate::commands::landscape::{LandscapeArguments, ListedLandscape, finished};
use crate::commands::pictures::{LowestValues, lowest_values};
use crate::terminal::{Failure, TerminalObserver};
use linscape_pictures::{
    FAMILIES_SHOWN_OF_MANY, LandscapePage, LevelCounts, MOST_DRAWN_FAMILIES, ValueStaircase,
};
use std::io::Write;
use std::path::PathBuf;

/// Write one page of HTML in which the landscape can be explored, without a network
///
/// It draws up to 2,048 families; of more, the 512 lowest and the greedy path (or --limit K), and
/// counts the rest.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape view --sigma 5,4,3 --widths 3,3,3,3 -o landscape.html\n  \
    linscape view --inputs fixtures/digits-pixels.npy \\\n      \
    --labels fixtures/digits-labels.csv --hidden 32,32 -o digits.html\n  \
    linscape view --target fixtures/target-321.csv --hidden 3,3 \\\n      \
    --trajectory fixtures/trajectory-321.json -o flow.html")]
pub(crate) struct ViewArguments {
    #[command(flatten)]
    landscape: LandscapeArguments,
    /// Draw a trajectory (JSON of `linscape flow` or `trace`) over the landscape; without another
    /// source the problem is that of the trajectory
    #[arg(help_heading = "Output", long, value_name = "FILE")]
    trajectory: Option<PathBuf>,
    #[command(flatten)]
    scale: ScaleArgument,
    #[command(flatten)]
    output: OutputArguments,
}

/// Most critical values of the page's staircase, and how many of them are labelled.
const STAIRCASE: usize = 4096;
const LABELLED: usize = 8;

pub(crate) fn run(arguments: &ViewArguments) -> Result<(), Failure> {
    let mut out = arguments.output.create_as("html", "the page")?;
    let (most, otherwise) = (MOST_DRAWN_FAMILIES, FAMILIES_SHOWN_OF_MANY);
    let landscape = match &arguments.trajectory {
        Some(trajectory) => &arguments.landscape.with_problem_of(trajectory),
        None => &arguments.landscape,
    };
    let listed = landscape.list_for_drawing(most, otherwise)?;
    let ListedLandscape { landscape, stated } = &listed;
    let problem = landscape.problem();
    let trajectory =
        arguments.trajectory.as_ref().map(|path| read_trajectory(path, problem)).transpose()?;
    let observer = TerminalObserver::new("listing values");
    let LowestValues { counts, labelled } = lowest_values(problem, STAIRCASE, LABELLED, &observer)?;
    let levels = LevelCounts::new(problem, &observer);
    drop(observer);
    let page = LandscapePage {
        landscape,
        problem: &stated.problem,
        source: listed.source(),
        has_bases: stated.has_bases(),
        scale: arguments.scale.choice(),
        staircase: ValueStaircase {
            problem,
            source: listed.source(),
            values: &counts.values,
            families: &landscape.counts().families,
            labelled: &labelled,
        },
        levels: &levels,
        trajectory: trajectory.as_ref(),
    };
    out.write_all(page.html()?.as_bytes())?;
    out.finish()?;
    if counts.interrupted { Err(Failure::Interrupted) } else { finished(landscape) }
}
