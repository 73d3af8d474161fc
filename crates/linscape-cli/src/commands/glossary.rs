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
    /// Text to read here, or the page docs/glossary.md [default: what the name of the output file says, else text]
    #[arg(help_heading = "Output", long, value_enum, conflicts_with = "term")]
    format: Option<Format>,
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

/// Extensions of the page.
const MARKDOWN: [&str; 2] = ["md", "markdown"];

pub(crate) fn run(arguments: &GlossaryArguments) -> Result<(), Failure> {
    let named = MARKDOWN.contains(&&*arguments.output.extension());
    let format = match arguments.format {
        Some(format) => format,
        None if named && arguments.term.is_none() => Format::Markdown,
        None => Format::Text,
    };
    let written = match format {
        Format::Text => Written::TEXT,
        Format::Markdown => Written("Markdown", &MARKDOWN),
    };
    let found = arguments.term.as_deref().map(entries).transpose()?;
    let mut out = arguments.output.create(written)?;
    match (found, format) {
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
