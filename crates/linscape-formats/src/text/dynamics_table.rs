//! The dynamics of a landscape as a table for people.

use crate::ReportStyle;
use crate::text::{Tone, text_table};
use crate::words::subset_text;
use linscape_flow::{Decoupled, Dynamics};
use linscape_quotient::{Family, Landscape};
use linscape_strata::FamilyShape;
use std::io::{self, Write};

/// Writes one row a family, in the order of the report: stable, unstable and centre directions of
/// gradient flow at its balanced point, among all weights and mode by mode.
///
/// # Errors
/// When the output cannot be written.
pub fn write_dynamics(
    mut out: impl Write,
    landscape: &Landscape,
    style: ReportStyle,
) -> io::Result<()> {
    let header = [
        "value",
        "learned",
        "unstable",
        "stable",
        "centre",
        "along",
        "across",
        "silent order",
        "links",
        "modes in",
        "modes out",
    ];
    let mut last = None;
    let rows = landscape.families().map(|family| {
        let opens = last.replace(family.fiber) != Some(family.fiber);
        (Tone::Plain, cells(landscape, family, opens))
    });
    writeln!(out, "Directions of gradient flow at the balanced point of each family")?;
    writeln!(out)?;
    writeln!(out, "{}", text_table(&header, rows, style))?;
    writeln!(out)?;
    writeln!(
        out,
        "unstable, stable, centre: negative, positive, zero eigenvalues of the Hessian. The centre is \
         motion\n  along the stratum, where the flow stands still, and across it, where the Hessian \
         says nothing.\n\
         silent order, links: by how many entries of the weights, at which order, a mode is learned \
         though\n  the Hessian does not show it; - where it does, and where no mode can be learned.\n\
         modes in, modes out: with one amplitude a mode, learned modes return to the point and modes \
         with a\n  free place leave it."
    )
}

fn cells(landscape: &Landscape, family: &Family, opens: bool) -> Vec<String> {
    let problem = landscape.problem();
    let shape = FamilyShape::new(problem, &family.subset);
    let dynamics = Dynamics::balanced(&shape);
    let modes = Decoupled::of(&shape).amplitudes;
    let value = match opens {
        true if family.fiber < 0 => "?".to_owned(),
        true => family.fiber.to_string(),
        false => "\"".to_owned(),
    };
    let (order, links) = match &dynamics.silent {
        Some(links) => (links.order.to_string(), links.coordinates.to_string()),
        None => ("-".to_owned(), "-".to_owned()),
    };
    vec![
        value,
        subset_text(&family.subset.indices(problem.spectrum().multiplicities())),
        dynamics.unstable.to_string(),
        dynamics.stable.to_string(),
        dynamics.centre().to_string(),
        dynamics.centre_along.to_string(),
        dynamics.centre_across.to_string(),
        order,
        links,
        modes.stable.to_string(),
        modes.unstable.to_string(),
    ]
}
