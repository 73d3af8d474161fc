//! `represent`, `classify`, `spectrum --subset` and `verify` with decay.

use super::each_file::each_file;
use crate::commands::points::OffendingFile;
use crate::terminal::{Failure, TerminalObserver};
use linscape::{
    StatedDecay, classify_with_decay, parse_word, represent_decayed, spectrum_of_word,
    verified_point, verify_decayed,
};
use linscape_formats::{
    DecayedWeightsReport, OutputFile, ReadWeights, ReportStyle, WeightsFormat, write_weights,
};
use std::io::Write;
use std::path::PathBuf;

/// Writes weights of a random point of a family.
pub(crate) fn represent(
    stated: &StatedDecay,
    subset: &str,
    seed: u64,
    whitened: bool,
    format: WeightsFormat,
    mut out: OutputFile,
) -> Result<(), Failure> {
    let word = parse_word(&stated.decayed, subset)?;
    let weights = represent_decayed(stated, &word, seed, whitened)?;
    write_weights(&mut out, &weights, format)?;
    Ok(out.finish()?)
}

/// Writes the closed-form spectrum of a family.
pub(crate) fn spectrum(
    stated: &StatedDecay,
    subset: &str,
    json: bool,
    mut out: OutputFile,
    style: ReportStyle,
) -> Result<(), Failure> {
    let point = spectrum_of_word(stated, subset)?;
    let spectrum = point.record(stated);
    if json {
        spectrum.write_json(&mut out)?;
    } else {
        spectrum.write_table(&mut out, style)?;
    }
    Ok(out.finish()?)
}

/// Holds the closed forms against dense Hessians and writes how it went.
pub(crate) fn verify(
    stated: &StatedDecay,
    subset: Option<&str>,
    samples: usize,
    seed: u64,
    json: bool,
    offending: OffendingFile<'_>,
    mut out: OutputFile,
) -> Result<(), Failure> {
    let word = subset.map(|text| parse_word(&stated.decayed, text)).transpose()?;
    let observer = TerminalObserver::new("checking points");
    let outcome = verify_decayed(stated, word.as_ref(), samples, seed, &observer)?;
    drop(observer);
    let report = outcome.report(stated, seed);
    if json {
        report.write_json(&mut out)?;
    } else {
        report.write_text(&mut out)?;
    }
    out.finish()?;
    if let Some((at, word, _)) = outcome.disagreed.first() {
        let family = linscape_formats::word_text(word, &stated.decayed.multiplicities());
        let (_, place) = offending.save(&verified_point(stated, word, *at, seed)?);
        return Err(Failure::Disagreement(format!(
            "theorem and numerics disagree at {family}, point {at} of seed {seed}; {place}"
        )));
    }
    if outcome.stopped { Err(Failure::Interrupted) } else { Ok(()) }
}

/// Says of every file what its weights are.
pub(crate) fn classify(
    stated: &StatedDecay,
    checkpoints: &[(PathBuf, ReadWeights)],
    json: bool,
    out: OutputFile,
) -> Result<(), Failure> {
    each_file(checkpoints, out, |file, read, out| {
        let found = classify_with_decay(stated, file, read)?;
        let report = DecayedWeightsReport {
            file,
            layers: &read.names,
            problem: &stated.decayed,
            found: &found,
        };
        if json {
            writeln!(out, "{}", report.to_json()?)?;
        } else {
            report.write_text(out)?;
        }
        Ok(found.agree)
    })
}
