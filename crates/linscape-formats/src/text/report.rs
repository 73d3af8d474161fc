//! The landscape as a table for people.

use crate::text::{REPORT_HEADER, Tone, critical_losses, report_cells, text_table, write_header};
use crate::words::subset_text;
use linscape_critical::PointType;
use linscape_quotient::{Family, Landscape};
use serde_json::Value;
use std::collections::HashMap;
use std::io::{self, Write};

/// How a report is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReportStyle {
    /// Colour the types (for terminals).
    pub colour: bool,
    /// How many characters a line may have (of a terminal); any number of them without.
    pub width: Option<usize>,
    /// Symbols stand by their names, where only ASCII is shown.
    pub ascii: bool,
}

/// Writes the report: the problem, what was dropped from the data, counts, and one row a family,
/// grouped by critical value.
///
/// # Errors
/// When the output cannot be written.
pub fn write_report(
    mut out: impl Write,
    landscape: &Landscape,
    source: Option<&Value>,
    style: ReportStyle,
) -> io::Result<()> {
    write_header(&mut out, landscape, source)?;
    writeln!(out)?;
    writeln!(out, "{}", family_table(landscape, style))?;
    writeln!(out)?;
    write_footer(&mut out, landscape)
}

fn family_table(landscape: &Landscape, style: ReportStyle) -> String {
    let sizes: HashMap<i64, usize> =
        landscape.fibers().iter().map(|fiber| (fiber.id, fiber.families.len())).collect();
    let losses = critical_losses(landscape);
    let mut last = None;
    let rows = landscape.families().map(|family| {
        let mut cells = report_cells(landscape, family, &losses);
        // Losses of one critical value agree to the tolerance, not to the last digit.
        if last.replace(family.fiber) == Some(family.fiber) {
            "\"".clone_into(&mut cells[0]);
            if sizes.get(&family.fiber).is_some_and(|&size| size > 1) {
                "\"".clone_into(&mut cells[1]);
            }
        }
        (tone(family), cells)
    });
    text_table(&REPORT_HEADER, rows, style)
}

fn tone(family: &Family) -> Tone {
    match family.balanced.point_type {
        PointType::GlobalMinimum => Tone::Good,
        PointType::StrictSaddle => Tone::Plain,
        PointType::NonstrictSaddle => Tone::Warning,
    }
}

fn write_footer(out: &mut impl Write, landscape: &Landscape) -> io::Result<()> {
    let listed = landscape.families().len();
    if landscape.is_interrupted() {
        writeln!(out, "Interrupted: the {listed} lowest families found so far.")?;
    } else if landscape.is_truncated() {
        let all = &landscape.counts().families;
        writeln!(out, "{listed} of {all} families: the lowest, and the greedy path.")?;
        if landscape.families().any(|family| family.id < 0) {
            writeln!(
                out,
                "Where it says '?', the position of the critical value was not counted."
            )?;
        }
    }
    let multiplicities = landscape.problem().spectrum().multiplicities();
    let path: Vec<String> = landscape
        .greedy_path()
        .map(|family| subset_text(&family.subset.indices(multiplicities)))
        .collect();
    if path.len() > 1 {
        writeln!(out, "Greedy path  {}", shortened(&path).join(" → "))?;
        writeln!(
            out,
            "             from generic small weights; proved for its first step, conjectured beyond."
        )?;
    }
    let covers = landscape.graph().edge_weights().filter(|edge| edge.cover).count();
    match landscape.scope() {
        linscape_quotient::ConnectionScope::All => {
            writeln!(out, "Connections  {} (covers: {covers})", landscape.graph().edge_count())?;
        }
        linscape_quotient::ConnectionScope::Covers => {
            writeln!(
                out,
                "Connections  covers only: {covers}; every other one is composed of them."
            )?;
        }
    }
    writeln!(
        out,
        "Types, index, nullity, coindex, escape order and rate are those of the balanced point of \
         each family;\nrates are per unit of gradient-flow time, in whitened coordinates."
    )
}

fn shortened(path: &[String]) -> Vec<&str> {
    const SHOWN: usize = 8;
    if path.len() <= SHOWN {
        return path.iter().map(String::as_str).collect();
    }
    let mut shown: Vec<&str> = path[..SHOWN - 2].iter().map(String::as_str).collect();
    shown.push("…");
    shown.push(&path[path.len() - 1]);
    shown
}
