//! `linscape strata`.

use crate::failure::Failure;
use crate::family_arguments::{FamilyArguments, StatedFamily};
use crate::filter_arguments::FilterArguments;
use crate::output_arguments::OutputArguments;
use crate::progress::TerminalObserver;
use linscape_critical::{Observer, Progress};
use linscape_curvature::{
    Components, FamilyShape, ListedStratum, PointType, StrataFilter, StratumCounts,
    list_strata_in_parallel,
};
use linscape_formats::{OutputFile, StrataOf, StratumRecord, stratum_text};
use num_bigint::BigUint;
use std::io::Write;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

/// List or count every stratum of one family
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape strata --sigma 3,2,1 --widths 3,3,3,3 --subset 1\n  \
    linscape strata --sigma 2,1 --widths 2,2,2,2 --subset '' --components\n  \
    linscape strata --sigma 10,9,8,7,6,5,4,3,2,1 --widths 10,10,10,10,10,10,10 \\\n      \
    --subset '' --count")]
pub(crate) struct StrataArguments {
    #[command(flatten)]
    family: FamilyArguments,
    #[command(flatten)]
    filter: FilterArguments,
    /// Count the strata by type, without listing them
    #[arg(help_heading = "Output", long, conflicts_with_all = ["point_type", "index", "dimension", "escape_order", "components", "limit"])]
    count: bool,
    /// List the first K only
    #[arg(help_heading = "Output", long, value_name = "K")]
    limit: Option<NonZeroUsize>,
    /// Print JSON (linscape.strata/1) instead of drawings
    #[arg(help_heading = "Output", long)]
    json: bool,
    #[command(flatten)]
    output: OutputArguments,
}

/// Most strata that are listed unless a limit is given.
const LARGEST_UNLIMITED: u64 = 100_000;

pub(crate) fn run(arguments: &StrataArguments) -> Result<(), Failure> {
    let mut out = arguments.output.create()?;
    let family = arguments.family.load()?;
    let counts = StratumCounts::of(&family.shape);
    let total = counts.as_ref().ok().map(StratumCounts::total);
    let header = StrataOf {
        problem: &family.stated.problem,
        source: family.stated.source.as_ref(),
        subset: &family.subset,
        total: total.as_ref(),
    };
    if arguments.count {
        let counts = counts.map_err(|error| Failure::Limit(error.to_string()))?;
        write_counts(arguments, &header, &counts, &mut out)?;
        return Ok(out.finish()?);
    }
    let interrupted = list(arguments, &family, &header, &mut out)?;
    out.finish()?;
    if interrupted { Err(Failure::Interrupted) } else { Ok(()) }
}

fn write_counts(
    arguments: &StrataArguments,
    header: &StrataOf,
    counts: &StratumCounts,
    out: &mut OutputFile,
) -> Result<(), Failure> {
    if arguments.json {
        return Ok(header.write_counts(out, counts)?);
    }
    header.write_header(&mut *out)?;
    for point_type in PointType::ALL {
        writeln!(out, "  {point_type:<17} {}", counts.of_type(point_type))?;
    }
    Ok(())
}

/// Strata rendered so far.
struct Listing {
    rendered: Vec<String>,
    /// Some of those asked for were left out.
    truncated: bool,
    interrupted: bool,
}

/// Lists the strata and says whether it was interrupted.
fn list(
    arguments: &StrataArguments,
    family: &StatedFamily,
    header: &StrataOf,
    out: &mut OutputFile,
) -> Result<bool, Failure> {
    let filter = arguments.filter.filter();
    // Components are found without visiting the other strata.
    let few = header.total.is_some_and(|total| *total <= BigUint::from(LARGEST_UNLIMITED));
    if arguments.limit.is_none() && !few && !filter.morse_bott {
        let total = header.total.map_or_else(|| "uncounted".to_owned(), ToString::to_string);
        return Err(Failure::Limit(format!(
            "{total} strata are more than {LARGEST_UNLIMITED}; list the first with --limit K, \
             or only --components, or --count them"
        )));
    }
    let limit = arguments.limit.map_or(usize::MAX, NonZeroUsize::get);
    let style = arguments.output.style();
    let render = |listed: &ListedStratum| {
        if arguments.json {
            serde_json::to_string(&StratumRecord::from(listed)).unwrap_or_default()
        } else {
            stratum_text(&family.shape, listed, style)
        }
    };
    let listing = gather(&family.shape, filter, limit, render);
    if arguments.json {
        let Listing { rendered, truncated, interrupted } = &listing;
        header.write_json(out, rendered, *truncated, *interrupted)?;
        return Ok(listing.interrupted);
    }
    header.write_header(&mut *out)?;
    for block in &listing.rendered {
        write!(out, "\n{block}")?;
    }
    let listed = listing.rendered.len();
    let more = if listing.truncated { ", and there are more" } else { "" };
    let state = if listing.interrupted { "Interrupted: " } else { "" };
    writeln!(out, "\n{state}{listed} strata listed{more}.")?;
    writeln!(
        out,
        "● alive in the layer, ─ carried by nonzero weights; an unlearned mode has an input and an \
         output bar."
    )?;
    Ok(listing.interrupted)
}

/// Renders the strata that are wanted, in order, until the limit or an interruption.
fn gather(
    shape: &FamilyShape,
    filter: StrataFilter,
    limit: usize,
    render: impl Fn(&ListedStratum) -> String + Sync,
) -> Listing {
    let observer = TerminalObserver::new("listing strata");
    let mut listing = Listing { rendered: Vec::new(), truncated: false, interrupted: false };
    let mut take = |text: String| {
        if listing.rendered.len() == limit {
            listing.truncated = true;
            return ControlFlow::Break(());
        }
        listing.rendered.push(text);
        let done = listing.rendered.len() as u64;
        if done.is_multiple_of(4096) && observer.advance(Progress { done, total: None }).is_break()
        {
            listing.interrupted = true;
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    if filter.morse_bott {
        let wanted = Components::of(shape).filter(|listed| filter.accepts(&listed.profile));
        for listed in wanted {
            if take(render(&listed)).is_break() {
                break;
            }
        }
    } else {
        let _ = list_strata_in_parallel(shape, filter, |listed| render(&listed), take);
    }
    listing
}
