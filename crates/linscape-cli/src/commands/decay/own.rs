//! `report`, `dump`, `represent`, `classify` and `verify` with decay on the data's own weights where no closed
//! form names the points by words.

use super::each_file::each_file;
use crate::terminal::{Failure, TerminalObserver};
use linscape::{
    StatedOwn, classify_with_own_decay, list_own, list_whole_own, own_report, represent_own,
    verify_own,
};
use linscape_formats::{
    OutputFile, OwnWeightsReport, ReadWeights, ReportStyle, WeightsFormat, write_weights,
};
use linscape_points::OwnLandscape;
use std::io::Write;
use std::path::PathBuf;

fn listed(stated: &StatedOwn, limit: Option<usize>) -> Result<OwnLandscape, Failure> {
    let observer = TerminalObserver::new("following families");
    Ok(list_own(stated, limit, &observer)?)
}

/// Writes the points, for people or as JSON.
pub(crate) fn report(
    stated: &StatedOwn,
    limit: Option<usize>,
    json: bool,
    mut out: OutputFile,
    style: ReportStyle,
) -> Result<(), Failure> {
    let landscape = listed(stated, limit)?;
    let report = own_report(stated, &landscape);
    if json {
        report.write_json(&mut out)?;
    } else {
        report.write_text(&mut out, style)?;
    }
    out.finish()?;
    if landscape.interrupted { Err(Failure::Interrupted) } else { Ok(()) }
}

/// Writes weights of a listed point.
pub(crate) fn represent(
    stated: &StatedOwn,
    key: &str,
    seed: u64,
    format: WeightsFormat,
    mut out: OutputFile,
) -> Result<(), Failure> {
    let observer = TerminalObserver::new("following families");
    let weights = represent_own(stated, key, seed, &observer)?;
    drop(observer);
    write_weights(&mut out, &weights, format)?;
    Ok(out.finish()?)
}

/// Says of every file which listed point its weights are.
pub(crate) fn classify(
    stated: &StatedOwn,
    checkpoints: &[(PathBuf, ReadWeights)],
    json: bool,
    out: OutputFile,
) -> Result<(), Failure> {
    let observer = TerminalObserver::new("following families");
    let landscape = list_whole_own(stated, &observer)?;
    drop(observer);
    each_file(checkpoints, out, |file, read, out| {
        let found = classify_with_own_decay(stated, &landscape, file, read)?;
        let report =
            OwnWeightsReport { file, layers: &read.names, landscape: &landscape, found: &found };
        if json {
            writeln!(out, "{}", report.to_json()?)?;
        } else {
            report.write_text(out)?;
        }
        Ok(found.agree)
    })
}

/// Holds listed points against dense Hessians.
pub(crate) fn verify(
    stated: &StatedOwn,
    key: Option<&str>,
    samples: usize,
    seed: u64,
    json: bool,
    mut out: OutputFile,
) -> Result<(), Failure> {
    let observer = TerminalObserver::new("checking points");
    let outcome = verify_own(stated, key, samples, seed, &observer)?;
    drop(observer);
    let report = outcome.report(stated, seed);
    if json {
        report.write_json(&mut out)?;
    } else {
        report.write_text(&mut out)?;
    }
    out.finish()?;
    if let Some((at, key, _)) = outcome.disagreed.first() {
        return Err(Failure::Disagreement(format!(
            "theorem and numerics disagree at {key}, network {at} of seed {seed}"
        )));
    }
    if outcome.stopped { Err(Failure::Interrupted) } else { Ok(()) }
}
