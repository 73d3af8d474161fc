//! Where the output goes.

use anyhow::{Result, bail};
use linscape_formats::{OutputError, OutputFile, ReportStyle};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// `-o`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct OutputArguments {
    /// Output file, written whole or not at all ('-' is standard output)
    #[arg(help_heading = "Output", short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
}

impl OutputArguments {
    /// The file's name.
    pub(crate) fn path(&self) -> &Path {
        &self.output
    }

    /// Whether the output is a file and not standard output.
    pub(crate) fn is_file(&self) -> bool {
        self.output != Path::new("-")
    }

    /// Opens the output, whose name must have this extension if it is a file.
    pub(crate) fn create_as(&self, extension: &str, what: &str) -> Result<OutputFile> {
        let found = self.output.extension().unwrap_or_default();
        if self.is_file() && !found.eq_ignore_ascii_case(extension) {
            bail!("{}: {what} is written as .{extension}", self.output.display());
        }
        Ok(self.create()?)
    }

    /// Opens the output before the work begins.
    pub(crate) fn create(&self) -> Result<OutputFile, OutputError> {
        OutputFile::create(&self.output)
    }

    /// Colour on a terminal only, and not where `NO_COLOR` is set.
    pub(crate) fn style(&self) -> ReportStyle {
        coloured(!self.is_file() && std::io::stdout().is_terminal())
    }

    /// The same for what is said on standard error.
    pub(crate) fn error_style() -> ReportStyle {
        coloured(std::io::stderr().is_terminal())
    }
}

/// Refuses to write two outputs into one file.
pub(crate) fn check_distinct<'p>(outputs: impl IntoIterator<Item = &'p Path>) -> Result<()> {
    let mut seen: Vec<&Path> = Vec::new();
    for path in outputs {
        if seen.contains(&path) {
            bail!("{}: two outputs cannot go to one place", path.display());
        }
        seen.push(path);
    }
    Ok(())
}

/// Refuses to write over a file that is read.
pub(crate) fn check_spared<'p>(
    outputs: impl IntoIterator<Item = &'p Path>,
    inputs: &[impl AsRef<Path>],
) -> Result<()> {
    for output in outputs {
        // What does not exist yet is nobody's input.
        let Ok(place) = output.canonicalize() else { continue };
        let is_place = |input: &Path| input.canonicalize().is_ok_and(|input| input == place);
        if place.is_file() && inputs.iter().any(|input| is_place(input.as_ref())) {
            bail!("{}: the weights are read from there; write to another file", output.display());
        }
    }
    Ok(())
}

fn coloured(terminal: bool) -> ReportStyle {
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    ReportStyle { colour: terminal && wanted }
}
