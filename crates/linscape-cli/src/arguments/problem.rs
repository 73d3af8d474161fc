//! The problem: exactly one source, widths, loss and tolerance.

use crate::terminal::{Failure, TerminalObserver, say};
use anyhow::anyhow;
use linscape::formats::{ReadWeights, Voice, Worded};
use linscape::{DecayOptionError, Stated, StatedDecay, StatementError, Watch};
use std::sync::Arc;

pub(crate) use linscape::{ProblemOptions as ProblemArguments, StatedProblem};

/// Reads the problem and says what readers took for something else than data.
pub(crate) fn load(options: &ProblemArguments) -> Result<StatedProblem, StatementError> {
    let stated = watched(options).state()?;
    say_notes_of(&stated);
    Ok(stated)
}

/// The problem with weight decay, if it has some, whatever is known of it; what readers took for something else than
/// data is said.
pub(crate) fn load_any_decay(options: &ProblemArguments) -> Result<Option<Stated>, StatementError> {
    let stated = watched(options).state_any_decay()?;
    if let Some(stated) = &stated {
        say_notes_of(stated.problem());
    }
    Ok(stated)
}

/// The same problem with the biases of weights, where weights say which layers have some; notes were said before.
pub(crate) fn decay_with_biases_of(
    options: &ProblemArguments,
    read: &ReadWeights,
) -> Result<Option<Stated>, StatementError> {
    let Some(theirs) = options.with_biases_of(&read.weights) else { return Ok(None) };
    watched(&theirs).state_any_decay()
}

/// The same where every family has a closed form.
pub(crate) fn load_decayed(
    options: &ProblemArguments,
) -> Result<Option<StatedDecay>, StatementError> {
    with_words(load_any_decay(options)?)
}

/// A problem with decay whose families are words; other decay is refused.
pub(crate) fn with_words(stated: Option<Stated>) -> Result<Option<StatedDecay>, StatementError> {
    match stated {
        Some(Stated::Decayed(decayed)) => Ok(Some(Arc::unwrap_or_clone(decayed))),
        Some(stated) => stated.without_decay().map(|_| None),
        None => Ok(None),
    }
}

/// The problem for rational arithmetic, which does not know weight decay.
pub(crate) fn load_exactly(options: &ProblemArguments) -> Result<StatedProblem, Failure> {
    load(options).map_err(|fault| match fault {
        StatementError::Decay(DecayOptionError::NotHere) => anyhow!(
            "--exact does not go with --decay: its critical points are roots of polynomials, not rational"
        )
        .into(),
        fault => fault.into(),
    })
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
