//! `linscape report`.

use crate::arguments::{OutputArguments, Written};
use crate::commands::decay;
use crate::commands::landscape::{LandscapeArguments, ListedLandscape, check, finished};
use crate::terminal::Failure;
use anyhow::anyhow;
use clap::ValueEnum;
use linscape::{Stated, room_for_check};
use linscape_formats::{
    OutputFile, ReportTableFormat, write_dynamics, write_landscape, write_learning, write_report,
    write_report_table,
};
use std::io::Write;

/// Describe the landscape in a table: one row a family, grouped by critical value
#[allow(clippy::struct_excessive_bools, reason = "switches of a command line")]
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape report --sigma 3,2,1 --widths 3,3,3,3\n  \
    linscape report --sigma 3,2,1 --widths 3,3,3,3 --dynamics\n  \
    linscape report --inputs fixtures/linnerud-exercise.csv \\\n      \
    --targets fixtures/linnerud-physiological.csv --center --hidden 3,3\n  \
    linscape report --inputs fixtures/digits-pixels.npy --autoencode \\\n      \
    --hidden 16 --limit 20\n  \
    linscape report --sigma 5,4,3 --widths 3,3,3,3 -o table.tex")]
pub(crate) struct ReportArguments {
    #[command(flatten)]
    landscape: LandscapeArguments,
    #[command(flatten)]
    tables: MoreTables,
    /// Check every listed row against the dense Hessian of its balanced point
    #[arg(help_heading = "Output", long)]
    check: bool,
    /// Print the JSON dump instead of the table
    #[arg(help_heading = "Output", long, conflicts_with = "check")]
    json: bool,
    /// A table to read here, or one to paste into a document [default: what the name of the output
    /// file says, else text]
    #[arg(help_heading = "Output", long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    output: OutputArguments,
}

/// Tables below that of the families.
#[derive(Debug, clap::Args)]
struct MoreTables {
    /// Add a table of the stable, centre and unstable directions of gradient flow (the JSON dump
    /// always has them)
    #[arg(help_heading = "Output", long)]
    dynamics: bool,
    /// Add a table of learning coefficients (the JSON dump always has them)
    #[arg(help_heading = "Output", long)]
    learning: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal, with the problem above it
    Text,
    /// GitHub's Markdown, as Pandoc reads it too
    Markdown,
    /// A table element
    Html,
    /// A tabular with the rules of booktabs
    Latex,
    /// For programs: numbers in full
    Csv,
}

impl ReportArguments {
    /// The format asked for, or that of the output's name.
    fn format(&self) -> Format {
        let extension = self.output.extension();
        self.format.unwrap_or(match extension.as_str() {
            _ if self.json || self.check || self.tables.dynamics || self.tables.learning => {
                Format::Text
            }
            "md" | "markdown" => Format::Markdown,
            "html" | "htm" => Format::Html,
            "tex" => Format::Latex,
            "csv" => Format::Csv,
            _ => Format::Text,
        })
    }

    /// Whether the JSON dump is asked for, by the option or by the output's name.
    fn json(&self) -> bool {
        let is_named = self.format.is_none() && !self.check && self.output.extension() == "json";
        self.json || is_named
    }

    /// What the output is.
    fn written(&self) -> Written {
        match self.format() {
            Format::Csv => Written::CSV,
            Format::Text => Written::json_or_text(self.json()),
            Format::Markdown => Written("Markdown", &["md", "markdown", "txt"]),
            Format::Html => Written("HTML", &["html", "htm"]),
            Format::Latex => Written("LaTeX", &["tex"]),
        }
    }
}

impl Format {
    /// The format of the table, unless it is text.
    fn of_table(self) -> Option<ReportTableFormat> {
        match self {
            Self::Text => None,
            Self::Markdown => Some(ReportTableFormat::Markdown),
            Self::Html => Some(ReportTableFormat::Html),
            Self::Latex => Some(ReportTableFormat::Latex),
            Self::Csv => Some(ReportTableFormat::Csv),
        }
    }
}

pub(crate) fn run(arguments: &ReportArguments) -> Result<(), Failure> {
    let table_format = arguments.format().of_table();
    let with_more =
        arguments.check || arguments.json || arguments.tables.dynamics || arguments.tables.learning;
    if table_format.is_some() && with_more {
        return Err(
            anyhow!("--format goes without --check, --json, --dynamics and --learning").into()
        );
    }
    let mut out = arguments.output.create(arguments.written())?;
    if let Some((stated, limit)) = arguments.landscape.any_decay()? {
        return with_decay(arguments, &stated, limit, out);
    }
    let listed = if arguments.json() {
        arguments.landscape.list_with_strata()?
    } else {
        arguments.landscape.list_for_reading()?
    };
    let ListedLandscape { landscape, stated } = &listed;
    if arguments.check {
        room_for_check(landscape.problem())?;
    }
    if arguments.json() {
        write_landscape(&mut out, landscape, listed.source())?;
        out.finish()?;
        return finished(landscape);
    }
    if let Some(format) = table_format {
        write_report_table(&mut out, landscape, format)?;
        out.finish()?;
        return finished(landscape);
    }
    let style = arguments.output.style();
    write_report(&mut out, landscape, listed.source(), style)?;
    if arguments.tables.dynamics {
        writeln!(out)?;
        write_dynamics(&mut out, landscape, style)?;
    }
    if arguments.tables.learning {
        writeln!(out)?;
        write_learning(&mut out, landscape, style)?;
    }
    let verdict =
        if arguments.check { check(stated, landscape, &mut out)? } else { finished(landscape) };
    out.finish()?;
    verdict
}

/// The report with weight decay.
fn with_decay(
    arguments: &ReportArguments,
    stated: &Stated,
    limit: Option<usize>,
    out: OutputFile,
) -> Result<(), Failure> {
    let is_table = arguments.format.is_some_and(|format| format != Format::Text);
    let unknown = [
        (
            "--dynamics",
            arguments.tables.dynamics,
            "how saddles are entered and left is counted without decay",
        ),
        ("--check", arguments.check, "verify holds families with decay against the dense Hessian"),
        (
            "--learning",
            arguments.tables.learning,
            "learning coefficients are those of the loss alone",
        ),
        ("--format", is_table, "there the report is text, or JSON by --json"),
    ];
    if let Some((option, _, why)) = unknown.iter().find(|(_, is_given, _)| *is_given) {
        return Err(anyhow!("{option} does not go with --decay: {why}").into());
    }
    if arguments.format() != Format::Text {
        let name = arguments.output.path().display();
        return Err(anyhow!(
            "{name}: with weight decay the report is text or JSON; name it .txt or .json"
        )
        .into());
    }
    let style = arguments.output.style();
    match stated {
        Stated::Own(own) => decay::own::report(own, limit, arguments.json(), out, style),
        Stated::Decayed(decayed) if arguments.json() => decay::dump(decayed, limit, out),
        Stated::Decayed(decayed) => decay::report(decayed, limit, out, style),
        Stated::Plain(_) => unreachable!("without decay nobody comes here"),
    }
}
