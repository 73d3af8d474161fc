//! `linscape view`.

use crate::arguments::{OutputArguments, ScaleArgument, read_decayed_trajectory, read_trajectory};
use crate::commands::landscape::LandscapeArguments;
use crate::commands::pictures::live;
use crate::terminal::{Failure, TerminalObserver};
use linscape::{Page, PageWanted, view, view_with_decay};
use linscape_formats::OutputFile;
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
    /// A page that computes: sliders, flow and files that are dropped on it, with the problem and its
    /// data inside; -o DIR/ writes it as files for a host
    #[arg(help_heading = "Output", long, conflicts_with_all = ["trajectory", "limit", "scale"])]
    live: bool,
    /// The WebAssembly module of such a page [default: linscape_web.wasm beside this program]
    #[arg(help_heading = "Output", long, value_name = "FILE", requires = "live")]
    module: Option<PathBuf>,
    #[command(flatten)]
    scale: ScaleArgument,
    #[command(flatten)]
    output: OutputArguments,
}

pub(crate) fn run(arguments: &ViewArguments) -> Result<(), Failure> {
    // A name that ends as a folder's does is one.
    let path = arguments.output.path();
    if arguments.live && (path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")) {
        let options = arguments.landscape.checked()?;
        return Ok(live::folder(options, arguments.module.as_deref(), path)?);
    }
    let mut out = arguments.output.create_as("html", "the page")?;
    if arguments.live {
        let options = arguments.landscape.checked()?;
        out.write_all(live::page(options, arguments.module.as_deref())?.as_bytes())?;
        return Ok(out.finish()?);
    }
    let landscape = match &arguments.trajectory {
        Some(trajectory) => &arguments.landscape.with_problem_of(trajectory),
        None => &arguments.landscape,
    };
    if let Some((stated, limit)) = landscape.decayed()? {
        let over = arguments.trajectory.as_ref();
        let over = over.map(|path| read_decayed_trajectory(path, &stated)).transpose()?;
        let scale = arguments.scale.choice();
        let wanted = PageWanted { limit, scale, trajectory: over.as_ref() };
        let observer = TerminalObserver::new("listing families");
        let page = view_with_decay(&stated, wanted, &observer)?;
        drop(observer);
        return written(&page, out);
    }
    let (stated, limit) = landscape.stated()?;
    let trajectory = arguments.trajectory.as_ref();
    let trajectory = trajectory.map(|path| read_trajectory(path, &stated.problem)).transpose()?;
    let scale = arguments.scale.choice();
    let wanted = PageWanted { limit, scale, trajectory: trajectory.as_ref() };
    let observer = TerminalObserver::new("listing families and values");
    let page = view(&stated, wanted, &observer)?;
    drop(observer);
    written(&page, out)
}

fn written(page: &Page, mut out: OutputFile) -> Result<(), Failure> {
    out.write_all(page.html.as_bytes())?;
    out.finish()?;
    if page.interrupted { Err(Failure::Interrupted) } else { Ok(()) }
}
