//! `report`, `dump`, `graph` and `values` with decay.

use crate::terminal::{Failure, TerminalObserver};
use linscape::{StatedDecay, list_decayed};
use linscape_critical::{Observer, Progress};
use linscape_decay::{DecayedLandscape, End, Values, exact_loss, family_count};
use linscape_formats::{
    GraphDocument, GraphNodes, OutputFile, ReportStyle, ValueListing, ValueOrder, ValueRow,
    ValueRows, write_decayed_landscape, write_decayed_report,
};
use std::io::Write;

fn listed(stated: &StatedDecay, limit: Option<usize>) -> Result<DecayedLandscape, Failure> {
    let observer = TerminalObserver::new("listing families");
    Ok(list_decayed(stated, limit, &observer)?)
}

fn finished(landscape: &DecayedLandscape) -> Result<(), Failure> {
    if landscape.is_interrupted() { Err(Failure::Interrupted) } else { Ok(()) }
}

/// Writes the JSON dump.
pub(crate) fn dump(
    stated: &StatedDecay,
    limit: Option<usize>,
    mut out: OutputFile,
) -> Result<(), Failure> {
    let landscape = listed(stated, limit)?;
    let source = stated.stated.source.as_ref();
    write_decayed_landscape(&mut out, &stated.stated.problem, &landscape, source)?;
    out.finish()?;
    finished(&landscape)
}

/// Writes the report for people.
pub(crate) fn report(
    stated: &StatedDecay,
    limit: Option<usize>,
    mut out: OutputFile,
    style: ReportStyle,
) -> Result<(), Failure> {
    let landscape = listed(stated, limit)?;
    let source = stated.stated.source.as_ref();
    write_decayed_report(&mut out, &stated.stated.problem, &landscape, source, style)?;
    out.finish()?;
    finished(&landscape)
}

/// Writes a graph file by `write`.
pub(crate) fn graph(
    stated: &StatedDecay,
    limit: Option<usize>,
    nodes: GraphNodes,
    all: bool,
    mut out: OutputFile,
    write: impl FnOnce(&GraphDocument, &mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let landscape = listed(stated, limit)?;
    if all && landscape.covers_only() {
        return Err(Failure::Limit(format!(
            "{} families are more than {}: only covers are drawn; leave --all away",
            landscape.counts().families,
            linscape_decay::LARGEST_ALL_MOVES
        )));
    }
    write(&GraphDocument::with_decay(&landscape, nodes, all), &mut out)?;
    out.finish()?;
    finished(&landscape)
}

/// Most families whose values are all listed.
const LARGEST_COMPLETE: u64 = 1 << 22;

/// Lists critical values from one end, or all of them, and hands the listing to `write`.
pub(crate) fn values(
    stated: &StatedDecay,
    order: ValueOrder,
    length: Option<usize>,
    write: impl FnOnce(&ValueListing) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let families = family_count(&stated.decayed);
    if length.is_none() && families > LARGEST_COMPLETE.into() {
        return Err(Failure::Limit(format!(
            "{families} families are more than the {LARGEST_COMPLETE} whose values are listed at \
             once; use --lowest K or --highest K"
        )));
    }
    let end = if order == ValueOrder::Highest { End::Highest } else { End::Lowest };
    let observer = TerminalObserver::new("listing values");
    let mut search = Values::new(&stated.decayed, end);
    let (mut rows, mut incomplete) = (Vec::new(), false);
    while length.is_none_or(|length| rows.len() < length) {
        let progress = Progress { done: rows.len() as u64, total: length.map(|all| all as u64) };
        if rows.len() % 1024 == 0 && observer.advance(progress).is_break() {
            incomplete = true;
            break;
        }
        let Some(value) = search.next() else { break };
        let exact = value.families.first().and_then(|word| exact_loss(&stated.decayed, word));
        rows.push(ValueRow {
            loss: value.loss,
            exact_loss: exact.map(|loss| loss.to_string()),
            multiplicity: value.families.len().into(),
        });
    }
    drop(observer);
    let all = !incomplete && search.is_exhausted();
    let listing = ValueListing {
        problem: &stated.stated.problem,
        decay: Some(&stated.decayed),
        source: stated.stated.source.as_ref(),
        order,
        families: families.to_string(),
        critical_values: all.then_some(rows.len() as u64),
        incomplete,
        rows: ValueRows::List(rows),
    };
    write(&listing)?;
    if incomplete { Err(Failure::Interrupted) } else { Ok(()) }
}
