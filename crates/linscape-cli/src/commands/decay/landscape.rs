//! `report`, `dump` and pictures with decay.

use crate::terminal::{Failure, TerminalObserver};
use linscape::{StatedDecay, list_decayed};
use linscape_decay::DecayedLandscape;
use linscape_formats::{OutputFile, ReportStyle, write_decayed_landscape, write_decayed_report};

/// Lists the landscape.
pub(crate) fn listed(
    stated: &StatedDecay,
    limit: Option<usize>,
) -> Result<DecayedLandscape, Failure> {
    let observer = TerminalObserver::new("listing families");
    Ok(list_decayed(stated, limit, &observer)?)
}

/// Whether it is there as asked for.
pub(crate) fn finished(landscape: &DecayedLandscape) -> Result<(), Failure> {
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

/// Draws the landscape by `svg` and writes the picture by `write`.
pub(crate) fn picture(
    stated: &StatedDecay,
    limit: Option<usize>,
    svg: impl FnOnce(&DecayedLandscape) -> String,
    write: impl FnOnce(&str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let landscape = listed(stated, limit)?;
    write(&svg(&landscape))?;
    finished(&landscape)
}
