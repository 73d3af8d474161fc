//! `linscape report --check`.

use crate::commands::landscape::finished;
use crate::terminal::{Failure, TerminalObserver};
use linscape::{StatedProblem, check_landscape};
use linscape_quotient::Landscape;
use std::io::Write;

/// Compares theorem and numerics at every listed balanced point and says how it went.
pub(crate) fn check(
    stated: &StatedProblem,
    landscape: &Landscape,
    out: &mut impl Write,
) -> Result<Result<(), Failure>, Failure> {
    let observer = TerminalObserver::new("checking balanced points");
    let found = check_landscape(stated, landscape, &observer)?;
    drop(observer);
    writeln!(out, "{found}")?;
    Ok(match found.disagreement() {
        Some(message) => Err(Failure::Disagreement(message)),
        None if found.is_interrupted() => Err(Failure::Interrupted),
        None => finished(landscape),
    })
}
