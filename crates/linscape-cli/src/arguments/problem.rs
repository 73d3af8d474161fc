//! The problem: exactly one source, widths, loss and tolerance.

use crate::terminal::say;
use linscape::StatementError;

pub(crate) use linscape::{ProblemOptions as ProblemArguments, StatedProblem};

/// Reads the problem and says what readers took for something else than data.
pub(crate) fn load(options: &ProblemArguments) -> Result<StatedProblem, StatementError> {
    let stated = options.state()?;
    // For the person at the terminal; documents have it in their `source`.
    stated.notes.iter().for_each(|note| say(&format!("linscape: note: {note}")));
    Ok(stated)
}
