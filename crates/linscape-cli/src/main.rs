//! The command line of linscape.

mod arguments;
mod command_line;
mod commands;
mod terminal;

use clap::{ArgMatches, FromArgMatches};
use command_line::{Arguments, Command, command_line};
use std::process::ExitCode;
use terminal::Failure;

fn main() -> ExitCode {
    let parsed = command_line().try_get_matches();
    let parsed = parsed.and_then(|matches| Ok((Arguments::from_arg_matches(&matches)?, matches)));
    let (arguments, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(message) => {
            let message = terminal::with_hint(message, &command_line());
            return ExitCode::from(terminal::said_so(&message));
        }
    };
    let code = run(&arguments, &matches).map_or_else(|failure| failure.report(), |()| 0);
    terminal::end_of_interrupted(code);
    ExitCode::from(code)
}

fn run(arguments: &Arguments, matches: &ArgMatches) -> Result<(), Failure> {
    terminal::watch_for_interrupts();
    arguments.machine.apply()?;
    arguments::refuse_idle(matches)?;
    match &arguments.command {
        Command::Report(command) => commands::report::run(command),
        Command::Dump(command) => commands::dump::run(command),
        Command::Graph(command) => commands::graph::run(command),
        Command::Values(command) => commands::values::run(command),
        Command::Strata(command) => commands::strata::run(command),
        Command::Learning(command) => commands::learning::run(command),
        Command::Represent(command) => commands::represent::run(command),
        Command::Problem(command) => commands::problem::run(command),
        Command::Classify(command) => commands::classify::run(command),
        Command::Explain(command) => commands::explain::run(command),
        Command::Verify(command) => commands::verify::run(command),
        Command::Spectrum(command) => commands::spectrum::run(command),
        Command::Plot(command) => commands::plot::run(command),
        Command::View(command) => commands::view::run(command),
        Command::Sweep(command) => commands::sweep::run(command),
        Command::Flow(command) => commands::flow::run(command),
        Command::Trace(command) => commands::trace::run(command),
        Command::Glossary(command) => commands::glossary::run(command),
        Command::Man(command) => commands::man::run(command, command_line()),
        Command::Completions(command) => commands::completions::run(command, command_line()),
    }
}
