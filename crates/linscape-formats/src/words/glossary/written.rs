//! The glossary on a terminal and as a page.

use super::{Term, glossary};
use std::io::{self, Write};

/// Width of a terminal that nobody has widened.
const COLUMNS: usize = 80;
/// Where text stands below a term, and beside a label.
const INDENT: usize = 2;
const LABELLED: usize = 11;
/// What the page says of itself.
const INTRODUCTION: &str = "\
The words that linscape prints: a sentence, a symbol, where the theory treats it, and a command
that shows it. `linscape glossary TERM` says the same in a terminal, and writes this page with
`--format markdown`. All symbols: [notation](notation.md).";

/// Writes all terms with their sentences, at most 80 columns wide.
///
/// # Errors
/// When the output cannot be written.
pub fn write_glossary(mut out: impl Write) -> io::Result<()> {
    for term in glossary() {
        writeln!(out, "{}", title(&term))?;
        write_filled(&mut out, term.sentence, INDENT)?;
    }
    Ok(())
}

/// Writes one term with all there is to say, at most 80 columns wide but for the command.
///
/// # Errors
/// When the output cannot be written.
///
/// # Examples
/// ```
/// use linscape_formats::{glossary_entries, write_term};
/// let mut text = Vec::new();
/// write_term(&mut text, &glossary_entries("fiber")[0])?;
/// assert!(String::from_utf8(text)?.starts_with("fiber\n  All critical points with one critical value"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_term(mut out: impl Write, term: &Term) -> io::Result<()> {
    writeln!(out, "{}", title(term))?;
    write_filled(&mut out, term.sentence, INDENT)?;
    let page = term.page.split('#').next().unwrap_or_default();
    let labelled = [
        ("also", term.also.join(", ")),
        ("theory", format!("docs/{page}, \"{}\"", term.section)),
        ("shown by", term.command.to_owned()),
    ];
    for (label, text) in labelled.iter().filter(|(_, text)| !text.is_empty()) {
        writeln!(out, "{:INDENT$}{label:<width$}{text}", "", width = LABELLED - INDENT)?;
    }
    Ok(())
}

/// Writes the page `docs/glossary.md`: a heading a term, and its command as a session.
///
/// # Errors
/// When the output cannot be written.
pub fn write_glossary_page(mut out: impl Write) -> io::Result<()> {
    writeln!(out, "# Glossary\n")?;
    writeln!(out, "{INTRODUCTION}")?;
    for Term { name, also, symbol, sentence, page, section, command } in glossary() {
        writeln!(out, "\n## {name}\n")?;
        write!(out, "{sentence}")?;
        if !symbol.is_empty() {
            write!(out, " Symbol: `{symbol}`.")?;
        }
        if !also.is_empty() {
            write!(out, " Also: {}.", also.join(", "))?;
        }
        writeln!(out, " See [{section}]({page}).\n\n```console\n$ {command}\n```")?;
    }
    Ok(())
}

fn title(term: &Term) -> String {
    if term.symbol.is_empty() || term.symbol == term.name {
        return term.name.to_owned();
    }
    format!("{}  {}", term.name, term.symbol)
}

/// Writes a text in lines that end before the last column, each of them indented.
fn write_filled(out: &mut impl Write, text: &str, indent: usize) -> io::Result<()> {
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column == 0 {
            write!(out, "{:indent$}{word}", "")?;
            column = indent + length;
        } else if column + 1 + length <= COLUMNS {
            write!(out, " {word}")?;
            column += 1 + length;
        } else {
            write!(out, "\n{:indent$}{word}", "")?;
            column = indent + length;
        }
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_fits_a_terminal() {
        let mut text = Vec::new();
        write_glossary(&mut text).expect("memory");
        let text = String::from_utf8(text).expect("text");
        assert!(text.lines().all(|line| line.chars().count() <= COLUMNS), "{text}");
        assert!(text.lines().count() > 100);
    }
}
