//! `linscape problem`.

use crate::arguments::{OutputArguments, ProblemArguments, say_notes_of, watched};
use crate::terminal::{Failure, say};

/// Save a problem with its options and data, to be stated once: -o P.npz, then --problem P.npz
///
/// The file holds the problem as JSON (problem.json, as in a dump), the bases that lead back to the data's
/// own coordinates, and the data: every command takes it, classify and trace included, and gives the same
/// bytes as from the options it was made of. NumPy opens it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape problem --inputs fixtures/linnerud-exercise.csv \\\n      \
    --targets fixtures/linnerud-physiological.csv --center \\\n      \
    --hidden 3,3 -o linnerud.npz && \\\n    \
    linscape report --problem linnerud.npz\n  \
    linscape problem --sigma '2*sqrt(3),sqrt(7),1' --widths 3,3,3 -o exact.npz")]
pub(crate) struct ProblemCommand {
    #[command(flatten)]
    problem: ProblemArguments,
    #[command(flatten)]
    output: OutputArguments,
}

pub(crate) fn run(arguments: &ProblemCommand) -> Result<(), Failure> {
    let mut out = arguments.output.create_as("npz", "a problem with its data")?.of_bytes();
    let stated = watched(&arguments.problem).state_either()?;
    let problem = stated.problem();
    say_notes_of(problem);
    stated.save(&mut out)?;
    out.finish()?;
    let what = match (problem.data(), problem.has_bases()) {
        (Some(data), _) if data.has_samples() => "the problem with its bases and its data",
        (Some(_), _) => "the problem with its bases and a factor of its data",
        (None, true) => "the problem with its bases",
        (None, false) => "the problem as its document states it",
    };
    if arguments.output.is_file() {
        let name = arguments.output.path().display();
        say(&format!("linscape: {name}: {what}; state it by --problem {name}"));
    }
    Ok(())
}
