//! `linscape glossary`.

use crate::arguments::{OutputArguments, Written};
use crate::terminal::Failure;
use anyhow::bail;
use clap::ValueEnum;
use linscape_formats::{
    Term, glossary, glossary_entries, write_glossary, write_glossary_page, write_term,
};
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
        let near = near(word);
        let meant =
            if near.is_empty() { String::new() } else { format!(" ({}?)", near.join(", ")) };
        bail!("'{word}' is no word of the glossary{meant}; `linscape glossary` lists all of them");
    }
    Ok(terms)
}

/// The terms with a word that is spelt much like this one, the likest first: at most three.
fn near(word: &str) -> Vec<&'static str> {
    /// Words of about five letters with two of them in the wrong order are as alike as this.
    const ALIKE: f64 = 0.85;
    let wanted = word.to_lowercase();
    let likeness = |name: &str| {
        let parts = name.split_whitespace().chain([name]);
        parts.map(|part| strsim::jaro_winkler(part, &wanted)).fold(0.0, f64::max)
    };
    let names = glossary().into_iter().map(|term| (likeness(term.name), term.name));
    let mut near: Vec<_> = names.filter(|(likeness, _)| *likeness >= ALIKE).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    near.into_iter().take(3).map(|(_, name)| name).collect()
}
