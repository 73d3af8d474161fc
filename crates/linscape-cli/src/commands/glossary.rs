//! `linscape glossary`.

use crate::arguments::{OutputArguments, Written};
use crate::terminal::Failure;
use anyhow::bail;
use clap::ValueEnum;
use linscape_formats::{Term, glossary_entries, write_glossary, write_glossary_page, write_term};
use std::io::Write;

/// Explain the words of the output: a sentence, a symbol, where the theory treats it, a command
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape glossary\n  \
    linscape glossary coindex\n  \
    linscape glossary 'escape order'")]
pub(crate) struct GlossaryArguments {
    /// A word or a part of one [default: all of them, a sentence each]
    term: Option<String>,
    /// Text to read here, or the page docs/glossary.md
    #[arg(help_heading = "Output", long, value_enum, default_value_t = Format::Text, conflicts_with = "term")]
    format: Format,
    #[command(flatten)]
    output: OutputArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// A page with a heading a term
    Markdown,
}

pub(crate) fn run(arguments: &GlossaryArguments) -> Result<(), Failure> {
    let written = match arguments.format {
        Format::Text => Written::TEXT,
        Format::Markdown => Written("Markdown", &["md", "markdown", "txt"]),
    };
    let found = arguments.term.as_deref().map(entries).transpose()?;
    let mut out = arguments.output.create(written)?;
    match (found, arguments.format) {
        (Some(terms), _) => {
            for (position, term) in terms.iter().enumerate() {
                if position > 0 {
                    writeln!(out)?;
                }
                write_term(&mut out, term)?;
            }
        }
        (None, Format::Text) => write_glossary(&mut out)?,
        (None, Format::Markdown) => write_glossary_page(&mut out)?,
    }
    Ok(out.finish()?)
}

/// The terms that a word names or is a part of.
fn entries(word: &str) -> anyhow::Result<Vec<Term>> {
    let terms = glossary_entries(word);
    if terms.is_empty() {
        bail!("'{word}' is no word of the glossary; `linscape glossary` lists all of them");
    }
    Ok(terms)
}
