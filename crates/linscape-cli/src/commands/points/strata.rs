//! `linscape strata`.

use crate::arguments::{FamilyArguments, FilterArguments, OutputArguments, StatedFamily, Written};
use crate::terminal::{Failure, TerminalObserver};
use linscape::{StrataWanted, count_strata, gather_strata, gather_strata_records};
use linscape_critical::{PointType, numbered};
use linscape_formats::{OutputFile, StrataOf, stratum_text};
use linscape_strata::{ListedStratum, StratumCounts};
use std::io::Write;
use std::num::NonZeroUsize;

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

pub(crate) fn run(arguments: &StrataArguments) -> Result<(), Failure> {
    let mut out =
        arguments.output.create(Written::json_or_text(arguments.output.is_json(arguments.json)))?;
    let family = arguments.family.load()?;
    if arguments.count {
        count(arguments, &family, &mut out)?;
        return Ok(out.finish()?);
    }
    let interrupted = list(arguments, &family, &mut out)?;
    out.finish()?;
    if interrupted { Err(Failure::Interrupted) } else { Ok(()) }
}

fn count(
    arguments: &StrataArguments,
    family: &StatedFamily,
    out: &mut OutputFile,
) -> Result<(), Failure> {
    let observer = TerminalObserver::new("counting strata");
    let counts = count_strata(family, &observer)?.ok_or(Failure::Interrupted)?;
    drop(observer);
    let total = counts.total();
    write_counts(arguments, &family.strata_of(Some(&total)), &counts, out)
}

fn write_counts(
    arguments: &StrataArguments,
    header: &StrataOf,
    counts: &StratumCounts,
    out: &mut OutputFile,
) -> Result<(), Failure> {
    if arguments.output.is_json(arguments.json) {
        return Ok(header.write_counts(out, counts)?);
    }
    header.write_header(&mut *out)?;
    for point_type in PointType::ALL {
        writeln!(out, "  {point_type:<17} {}", counts.of_type(point_type))?;
    }
    Ok(())
}

/// Lists the strata and says whether it was interrupted.
fn list(
    arguments: &StrataArguments,
    family: &StatedFamily,
    out: &mut OutputFile,
) -> Result<bool, Failure> {
    let wanted = StrataWanted {
        filter: arguments.filter.filter(),
        limit: arguments.limit.map(NonZeroUsize::get),
    };
    let observer = TerminalObserver::new("listing strata");
    if arguments.output.is_json(arguments.json) {
        let listing = gather_strata_records(family, wanted, &observer)?;
        drop(observer);
        listing.write_json(family, out)?;
        return Ok(listing.interrupted);
    }
    let style = arguments.output.style();
    let render = |listed: &ListedStratum| stratum_text(&family.shape, listed, style);
    let listing = gather_strata(family, wanted, &observer, render)?;
    drop(observer);
    let header = family.strata_of(listing.total.as_ref());
    header.write_header(&mut *out)?;
    for block in &listing.rendered {
        write!(out, "\n{block}")?;
    }
    let listed = listing.rendered.len();
    let more = if listing.truncated { ", and there may be more" } else { "" };
    let state = if listing.interrupted { "Interrupted: " } else { "" };
    writeln!(out, "\n{state}{} listed{more}.", numbered(listed, "stratum", "strata"))?;
    writeln!(
        out,
        "● alive in the layer, ─ carried by nonzero weights; an unlearned mode has an input and an \
         output bar."
    )?;
    Ok(listing.interrupted)
}
