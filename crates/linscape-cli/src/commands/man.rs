//! `linscape man`.

use crate::terminal::Failure;
use anyhow::Context;
use linscape_formats::OutputFile;
use std::fs::create_dir_all;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Write manual pages, one a command, into a folder
///
/// `man ./man/linscape-report.1` shows one; in a folder `man1` of MANPATH they are found by name.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  linscape man -o man/man1")]
pub(crate) struct ManArguments {
    /// The folder, made if it is not there
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,
}

pub(crate) fn run(arguments: &ManArguments, mut words: clap::Command) -> Result<(), Failure> {
    let folder = &arguments.output;
    create_dir_all(folder).with_context(|| folder.display().to_string())?;
    words.build();
    write_page(folder, "linscape", &words)
}

/// Writes the page of a command and those of the commands below it.
fn write_page(folder: &Path, name: &str, words: &clap::Command) -> Result<(), Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(words.clone()).render(&mut page)?;
    let mut out = OutputFile::create(&folder.join(format!("{name}.1")))?;
    out.write_all(&page)?;
    out.finish()?;
    for below in words.get_subcommands().filter(|below| below.get_name() != "help") {
        write_page(folder, &format!("{name}-{}", below.get_name()), below)?;
    }
    Ok(())
}
