//! `linscape completions`.

use crate::terminal::Failure;
use clap_complete::Shell;
use linscape_formats::OutputFile;
use std::io::Write;
use std::path::Path;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  linscape completions bash > linscape.bash")]
pub(crate) struct CompletionsArguments {
    /// Which shell
    shell: Shell,
}

pub(crate) fn run(
    arguments: &CompletionsArguments,
    mut words: clap::Command,
) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut words, "linscape", &mut script);
    let mut out = OutputFile::create(Path::new("-"))?;
    out.write_all(&script)?;
    Ok(out.finish()?)
}
