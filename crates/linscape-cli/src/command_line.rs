//! Commands and options.

use crate::commands::{
    classify, completions, dump, explain, flow, glossary, graph, learning, man, plot, problem,
    report, represent, spectrum, strata, sweep, trace, values, verify, view,
};
use crate::terminal::{ColourChoice, set_up_screens};
use anyhow::{Context, Result, bail};
use clap::{Args, CommandFactory as _, Parser, Subcommand};
use std::num::NonZeroUsize;

/// The exact loss landscape of deep linear networks.
#[derive(Debug, Parser)]
#[command(
    name = "linscape",
    version,
    about = "The exact loss landscape of deep linear networks: L = ½‖Y − W_h⋯W_1 X‖²",
    long_about = "The exact loss landscape of deep linear networks, L = ½‖Y − W_h⋯W_1 X‖².\n\n\
        Every critical point learns a subset of the singular values of the data; linscape lists \
        them all, says what each is, and how gradient flow connects them.",
    after_help = "Example:\n  linscape report --sigma 3,2,1 --widths 3,3,3,3\n\n\
        Exit codes: 0 done; 1 theorem and numerics disagree; 2 bad input; 3 a limit was reached; \
        130 interrupted.",
    arg_required_else_help = true
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

/// The command line. `--moment-samples` is also called `--samples` in the commands that have no samples of their own.
pub(crate) fn command_line() -> clap::Command {
    with_samples(Arguments::command())
}

fn with_samples(command: clap::Command) -> clap::Command {
    let command = command.mut_subcommands(with_samples);
    let has = |name: &str| command.get_arguments().any(|own| own.get_long() == Some(name));
    if has("moment-samples") && !has("samples") {
        command.mut_arg("moment_samples", |own| own.visible_alias("samples"))
    } else {
        command
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Report(report::ReportArguments),
    Dump(dump::DumpArguments),
    Graph(graph::GraphArguments),
    Values(values::ValuesArguments),
    Strata(strata::StrataArguments),
    Learning(learning::LearningArguments),
    Represent(represent::RepresentArguments),
    Problem(problem::ProblemCommand),
    Classify(classify::ClassifyArguments),
    Explain(explain::ExplainArguments),
    Verify(verify::VerifyArguments),
    Spectrum(spectrum::SpectrumArguments),
    Plot(plot::PlotArguments),
    View(view::ViewArguments),
    Sweep(sweep::SweepArguments),
    Flow(flow::FlowArguments),
    Trace(trace::TraceArguments),
    Glossary(glossary::GlossaryArguments),
    Man(man::ManArguments),
    Completions(completions::CompletionsArguments),
}

/// How much of the machine to use.
#[derive(Debug, Args)]
#[command(next_help_heading = "Machine")]
pub(crate) struct Machine {
    /// Threads for enumeration and independent work [default: all cores]; the output is the same
    /// for any number
    #[arg(long, global = true, value_name = "K")]
    threads: Option<NonZeroUsize>,
    /// Threads inside BLAS; other values than 1 may change last digits
    #[arg(long, global = true, value_name = "K", default_value = "1")]
    blas_threads: NonZeroUsize,
    /// When to colour: auto (on a terminal, unless NO_COLOR is set or TERM is dumb), always or never
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value_t,
        hide_possible_values = true
    )]
    color: ColourChoice,
}

/// More threads than any machine has only cost memory and minutes to start.
const MOST_THREADS: usize = 1024;

impl Machine {
    /// Sets up the terminal, rayon and BLAS.
    pub(crate) fn apply(&self) -> Result<()> {
        set_up_screens(self.color);
        let threads = [("--threads", self.threads), ("--blas-threads", Some(self.blas_threads))];
        for (option, given) in threads {
            if let Some(given) = given.filter(|given| given.get() > MOST_THREADS) {
                bail!("{option} {given} is more than {MOST_THREADS}");
            }
        }
        linscape_lapack::initialise()?;
        linscape_lapack::set_blas_threads(self.blas_threads.get());
        if let Some(threads) = self.threads {
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads.get())
                .build_global()
                .context("--threads")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_formats::{OptionName, Voice};

    /// Of a command and all commands below it.
    fn options_of(command: &clap::Command) -> Vec<String> {
        let own = command.get_arguments().filter_map(clap::Arg::get_long);
        let below = command.get_subcommands().flat_map(options_of);
        own.map(|long| format!("--{long}")).chain(below).collect()
    }

    #[test]
    fn every_option_that_messages_name_is_one_of_the_command_line() {
        let known = options_of(&Arguments::command());
        for &option in OptionName::ALL {
            let said = Voice::Terminal.option(option).to_string();
            assert!(known.contains(&said), "{said}");
        }
    }
}
