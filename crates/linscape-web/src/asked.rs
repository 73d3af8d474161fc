//! What can be asked, by what it is asked of; each writes what the binary's command of that name writes.

mod landscape;
mod motion;
mod pictures;
mod points;
mod strata;

use crate::answer::{Answer, Refusal};
use crate::question::{Question, Tensors};
use linscape::{ProblemOptions, StatedDecay, StatedProblem};
use linscape_critical::Observer;
use linscape_formats::{ReadWeights, read_weights};
use std::path::Path;

/// The answer to a question.
pub(crate) fn answered(question: &Question, observer: &impl Observer) -> Result<Answer, Refusal> {
    match question {
        Question::Report(asked) => landscape::report(asked, observer),
        Question::Dump(asked) => landscape::dump(asked, observer),
        Question::Values(asked) => landscape::values_listed(asked, observer),
        Question::Graph(asked) => landscape::graph_file(asked, observer),
        Question::Strata(asked) => strata::strata(asked, observer),
        Question::Explain(asked) => strata::explained(asked),
        Question::Learning(asked) => strata::coefficients(asked),
        Question::Classify(asked) => points::classified(asked, observer),
        Question::Spectrum(asked) => points::spectrum(asked, observer),
        Question::Flow(asked) => motion::flow(asked, observer),
        Question::Trace(asked) => motion::traced(asked, observer),
        Question::Plot(asked) => pictures::plot(asked, observer),
        Question::Diagram(asked) => pictures::diagram(asked, observer),
        Question::Places(asked) => pictures::places(asked, observer),
    }
}

/// Asks of a problem without weight decay or with it, and adds what its readers noticed.
fn of_either(
    problem: &ProblemOptions,
    plain: impl FnOnce(&StatedProblem) -> Result<Answer, Refusal>,
    decayed: impl FnOnce(&StatedDecay) -> Result<Answer, Refusal>,
) -> Result<Answer, Refusal> {
    let stated = problem.state_either()?;
    let answer = match stated.decayed() {
        Some(stated) => decayed(stated),
        None => plain(stated.without_decay()?),
    }?;
    Ok(answer.with_notes(&stated.problem().notes))
}

/// Asks of a problem without weight decay, which is refused.
fn of_plain(
    problem: &ProblemOptions,
    ask: impl FnOnce(&StatedProblem) -> Result<Answer, Refusal>,
) -> Result<Answer, Refusal> {
    let stated = problem.state()?;
    Ok(ask(&stated)?.with_notes(&stated.notes))
}

/// A file of weights.
fn weights_of(file: &Path, tensors: &Tensors) -> Result<ReadWeights, Refusal> {
    Ok(read_weights(file, tensors.layers.as_deref(), tensors.transpose)?)
}
