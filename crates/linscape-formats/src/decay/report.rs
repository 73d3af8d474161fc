//! The landscape with decay as a table for people.

use super::header::write_decayed_problem;
use super::report_tables::{barrier_table, family_table, mode_table};
use crate::text::values_text;
use crate::{ReportStyle, number_text};
use linscape_critical::{Problem, numbered};
use linscape_decay::{Coordinates, DecayedLandscape};
use serde_json::Value;
use std::io::{self, Write};

/// Writes the report: the problem and its decay, one row a mode with its thresholds, one row a
/// family, one row a barrier, and what a small start learns.
///
/// # Errors
/// When the output cannot be written.
pub fn write_decayed_report(
    mut out: impl Write,
    problem: &Problem,
    landscape: &DecayedLandscape,
    source: Option<&Value>,
    style: ReportStyle,
) -> io::Result<()> {
    let decayed = landscape.problem();
    write_decayed_problem(&mut out, problem, source, decayed)?;
    write_counts(&mut out, landscape)?;
    writeln!(out, "\n{}\n", mode_table(decayed, style))?;
    writeln!(out, "{}", family_table(landscape, style))?;
    if !landscape.barriers().is_empty() {
        writeln!(out, "\n{}", barrier_table(landscape, style))?;
    }
    writeln!(out)?;
    write_footer(&mut out, landscape)
}

fn write_counts(out: &mut impl Write, landscape: &DecayedLandscape) -> io::Result<()> {
    let counts = landscape.counts();
    writeln!(
        out,
        "families     {}: {}, {}, {}",
        counts.families,
        numbered(counts.local_minima, "local minimum", "local minima"),
        numbered(&counts.strict, "strict saddle", "strict saddles"),
        numbered(counts.nonstrict, "nonstrict saddle", "nonstrict saddles"),
    )?;
    if landscape.is_truncated() || landscape.is_interrupted() {
        return Ok(());
    }
    match landscape.critical_values() {
        Some(values) => writeln!(out, "values       {}", values_text(&values.to_string())),
        None => writeln!(
            out,
            "values       {} at least: those marked ≈ may be several",
            values_text(&landscape.fibers().len().to_string())
        ),
    }
}

fn write_footer(out: &mut impl Write, landscape: &DecayedLandscape) -> io::Result<()> {
    let problem = landscape.problem();
    let listed = landscape.families().len();
    if landscape.is_interrupted() {
        writeln!(out, "Interrupted: the {listed} lowest families found so far.")?;
    } else if landscape.is_truncated() {
        writeln!(out, "{listed} of {} families: the lowest.", landscape.counts().families)?;
    }
    if landscape.fibers().iter().any(|fiber| fiber.is_undecided) {
        writeln!(out, "Losses marked ≈ are closer than rounding and not proved equal.")?;
    }
    if problem.depth() >= 3 && !landscape.barriers().is_empty() {
        let first = &landscape.barriers()[0];
        writeln!(
            out,
            "Small starts learn nothing: a balanced start learns a mode only from an amplitude above \
             its x₋\n(here {} for the first), and below that everything decays to ∅.",
            number_text(first.amplitude)
        )?;
    }
    let covers = landscape.connections().iter().filter(|edge| edge.step.is_cover).count();
    if landscape.covers_only() {
        writeln!(out, "Connections  covers only: {covers}; every other one is composed of them.")?;
    } else {
        writeln!(out, "Connections  {} (covers: {covers})", landscape.connections().len())?;
    }
    let coordinates = match problem.coordinates() {
        Coordinates::Isotropic { .. } | Coordinates::Autoencoder { .. } => "the data's own",
        Coordinates::Whitened | Coordinates::Activations => "whitened",
    };
    writeln!(
        out,
        "{{learned|passes}}: modes on the large root and on the small one. Rates are minus the smallest \
         eigenvalue,\nper unit of gradient-flow time, in {coordinates} coordinates."
    )
}
