//! What can be asked, by what it is asked of; each writes what the binary's command of that name writes.

mod checks;
mod landscape;
mod motion;
mod pictures;
mod points;
mod strata;

use crate::answer::{Answer, Refusal};
use crate::question::{Asked, Question, Tensors};
use linscape::{ProblemOptions, StatedDecay, StatedProblem};
use linscape_critical::Observer;
use linscape_formats::{ReadWeights, read_weights};
use std::path::Path;

/// The answer to a question.
pub(crate) fn answered(asked: &Asked, observer: &impl Observer) -> Result<Answer, Refusal> {
    let problem = &asked.problem;
    match &asked.question {
        Question::Report(asked) => landscape::report(problem, asked, observer),
        Question::Dump(asked) => landscape::dump(problem, asked, observer),
        Question::Values(asked) => landscape::values_listed(problem, asked, observer),
        Question::Graph(asked) => landscape::graph_file(problem, asked, observer),
        Question::Strata(asked) => strata::strata(problem, asked, observer),
        Question::Explain(asked) => strata::explained(problem, asked),
        Question::Learning(asked) => strata::coefficients(problem, asked),
        Question::Classify(asked) => points::classified(problem, asked, observer),
        Question::Spectrum(asked) => points::spectrum(problem, asked, observer),
        Question::Represent(asked) => checks::represented(problem, asked),
        Question::Verify(asked) => checks::verified(problem, asked, observer),
        Question::Flow(asked) => motion::flow(problem, asked, observer),
        Question::Trace(asked) => motion::traced(problem, asked, observer),
        Question::Plot(asked) => pictures::plot(problem, asked, observer),
        Question::Diagram(asked) => pictures::diagram(problem, asked, observer),
        Question::Places(asked) => pictures::places(problem, asked, observer),
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
