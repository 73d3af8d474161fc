//! Where the output goes.

use crate::terminal::{say, style_of};
use anyhow::{Result, bail};
use linscape_formats::{GraphFormat, OutputFile, ReportStyle, Screen, is_stream};
use std::path::{Path, PathBuf};

/// What is written, and the extensions that say so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written(pub(crate) &'static str, pub(crate) &'static [&'static str]);

impl Written {
    /// For people.
    pub(crate) const TEXT: Self = Self("text", &["txt", "text", "log", "out"]);
    /// One document.
    pub(crate) const JSON: Self = Self("JSON", &["json"]);
    /// One document a line.
    pub(crate) const JSON_LINES: Self = Self("JSON", &["json", "jsonl", "ndjson"]);
    /// A table.
    pub(crate) const CSV: Self = Self("csv", &["csv"]);

    /// JSON if it is asked for, else text.
    pub(crate) fn json_or_text(json: bool) -> Self {
        if json { Self::JSON } else { Self::TEXT }
    }

    /// Refuses a name that promises another format.
    pub(crate) fn check(self, path: &Path) -> Result<()> {
        /// Extensions that programs go by, beside those of graph files.
        const PROMISES: &str = "csv tsv json jsonl ndjson npy npz safetensors pt pth pkl pickle parquet feather h5 hdf5 mat \
            svg png pdf eps ps jpg jpeg gif webp html htm tex md markdown rst yaml yml toml xls xlsx ods \
            gz bz2 xz zst zip tar";
        let Self(what, extensions) = self;
        let found = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let of_graph = || GraphFormat::ALL.iter().any(|own| own.file().1.contains(&&*found));
        let promises = PROMISES.split_whitespace().any(|known| known == found) || of_graph();
        if is_stream(path) || !promises || extensions.contains(&&*found) {
            return Ok(());
        }
        let name = extensions[0];
        bail!("{}: the output is {what}, not .{found}; name it .{name}", path.display())
    }
}

/// `-o`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct OutputArguments {
    /// Output file, written whole or not at all ('-' is standard output) [default: standard output, but
    /// no long document on a terminal]
    #[arg(help_heading = "Output", short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Most bytes that a terminal gets unasked: some two thousand lines.
const MOST_ON_TERMINAL: usize = 128 << 10;

impl OutputArguments {
    /// The file's name.
    pub(crate) fn path(&self) -> &Path {
        self.output.as_deref().unwrap_or(Path::new("-"))
    }

    /// The extension of the file in small letters, empty if there is none.
    pub(crate) fn extension(&self) -> String {
        let found = self.path().extension().unwrap_or_default();
        found.to_string_lossy().to_ascii_lowercase()
    }

    /// Whether JSON is asked for, by its option or by the file's name.
    pub(crate) fn is_json(&self, asked: bool) -> bool {
        asked || self.is_file() && ["json", "jsonl", "ndjson"].contains(&&*self.extension())
    }

    /// Whether the output is a file and not standard output.
    pub(crate) fn is_file(&self) -> bool {
        !is_stream(self.path())
    }

    /// Whether the output goes to a terminal that nobody has named.
    pub(crate) fn is_unasked_terminal(&self) -> bool {
        self.output.is_none() && Screen::output().is_terminal
    }

    /// Opens the output, whose name must have this extension if it is a file.
    pub(crate) fn create_as(&self, extension: &str, what: &str) -> Result<OutputFile> {
        let found = self.path().extension().unwrap_or_default();
        if self.is_file() && !found.eq_ignore_ascii_case(extension) {
            bail!("{}: {what} is written as .{extension}", self.path().display());
        }
        if self.is_unasked_terminal() {
            bail!(
                "{what} is not for reading; write it with -o FILE.{extension}, or here with -o -"
            );
        }
        Ok(OutputFile::create(self.path())?)
    }

    /// Opens the output before the work begins. Its name must not promise another format than
    /// `written`, whose extensions these are; any other name will do.
    pub(crate) fn create(&self, written: Written) -> Result<OutputFile> {
        written.check(self.path())?;
        let out = self.create_checked()?;
        let is_text = written.0 == Written::TEXT.0 && !self.is_file();
        Ok(if is_text { out.filled() } else { out })
    }

    /// Opens an output whose name the caller has checked.
    pub(crate) fn create_checked(&self) -> Result<OutputFile> {
        let out = OutputFile::create(self.path())?;
        Ok(if self.is_unasked_terminal() { out.at_most(MOST_ON_TERMINAL) } else { out })
    }

    /// How tables are written: for the terminal if that is where they go.
    pub(crate) fn style(&self) -> ReportStyle {
        if self.is_file() { ReportStyle::default() } else { style_of(Screen::output()) }
    }

    /// The same for what is said on standard error.
    pub(crate) fn error_style() -> ReportStyle {
        style_of(Screen::error())
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

/// Opens a table that is written beside the output.
pub(crate) fn csv_file(path: &Path) -> Result<OutputFile> {
    Written::CSV.check(path)?;
    Ok(OutputFile::create(path)?)
}

/// Finishes an output that has no room to say that it was interrupted; then its name says so, and an
/// older complete file stays as it was.
pub(crate) fn finish_table(out: OutputFile, interrupted: bool) -> Result<()> {
    if !interrupted {
        return Ok(out.finish()?);
    }
    if let Some(name) = out.finish_incomplete()? {
        say(&format!("linscape: interrupted: what there is is in {}", name.display()));
    }
    Ok(())
}
