//! The problem: exactly one source, widths, loss and tolerance.

use crate::terminal::say;
use linscape::StatementError;
use linscape::formats::{Voice, Worded};

pub(crate) use linscape::{ProblemOptions as ProblemArguments, StatedProblem};

/// Reads the problem and says what readers took for something else than data.
pub(crate) fn load(options: &ProblemArguments) -> Result<StatedProblem, StatementError> {
    let stated = options.state()?;
    // For the person at the terminal; documents have it in their `source`.
    for note in &stated.notes {
        say(&format!("linscape: note: {}", note.in_words(Voice::Terminal)));
    }
    Ok(stated)
}
