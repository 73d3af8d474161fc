//! The problem: exactly one source, widths, loss and tolerance.

use crate::terminal::{TerminalObserver, say};
use linscape::formats::{Voice, Worded};
use linscape::{StatementError, Watch};

pub(crate) use linscape::{ProblemOptions as ProblemArguments, StatedProblem};

/// Reads the problem and says what readers took for something else than data.
pub(crate) fn load(options: &ProblemArguments) -> Result<StatedProblem, StatementError> {
    let stated = watched(options).state()?;
    say_notes_of(&stated);
    Ok(stated)
}

/// The same options with a progress bar for long files.
pub(crate) fn watched(options: &ProblemArguments) -> ProblemArguments {
    let watch = Watch::by(TerminalObserver::of_bytes("reading data"));
    ProblemArguments { watch, ..options.clone() }
}

/// Says them to the person at the terminal; documents have them in their `source`.
pub(crate) fn say_notes_of(stated: &StatedProblem) {
    for note in &stated.notes {
        say(&format!("linscape: note: {}", note.in_words(Voice::Terminal)));
    }
}
