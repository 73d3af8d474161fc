//! What is said on standard error: the one place where text leaves for the terminal beside the
//! outputs, which show their text in the same way.

use super::screen::is_utf8;
use clap::builder::StyledStr;
use linscape_formats::{FittedText, Screen, VisibleText, visible};
use std::io::{self, Stderr, Write};

/// Says one line. Nothing in it commands the terminal, and no line fills the screen.
pub(crate) fn say(line: &str) {
    // Nobody is left to tell when standard error is closed.
    let mut out = FittedText::new(io::stderr(), Screen::error());
    let _ = writeln!(out, "{}", cut(&visible(line)));
}

/// Standard error for texts of several lines, with their colours on a terminal, whose width they fit.
pub(crate) fn standard_error() -> VisibleText<FittedText<Stderr>> {
    let screen = Screen::error();
    VisibleText::new(FittedText::new(io::stderr(), screen).filled(screen), screen.colour)
}

/// Says the usage, the help or the error of the parser, and how the program ends: with 2 where
/// nothing can be said.
pub(crate) fn said_so(message: &clap::Error) -> u8 {
    let is_foreign = std::env::args_os().any(|word| {
        word.to_str().is_none_or(|word| matches!(visible(word), std::borrow::Cow::Owned(_)))
    });
    let is_error = message.use_stderr();
    let is_cut = is_error && (is_foreign || message.to_string().len() > 2 * LONGEST);
    // The screens are not set up where the options that say how cannot be read.
    let screen = if is_error { Screen::of_error() } else { Screen::of_output() };
    let said = if screen.is_terminal && !is_utf8() {
        let stream: Box<dyn Write> =
            if is_error { Box::new(io::stderr()) } else { Box::new(io::stdout()) };
        let screen = Screen { ascii: true, ..screen };
        let mut out = FittedText::new(stream, screen).filled(screen);
        writeln!(out, "{}", lines_cut(message).trim_end()).and_then(|()| out.flush())
    } else if is_cut {
        writeln!(io::stderr(), "{}", lines_cut(message))
    } else {
        message.print().and_then(|()| io::stdout().flush())
    };
    match said {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            if !message.use_stderr() {
                say(&format!("linscape: standard output: {error}"));
            }
            2
        }
        _ => u8::try_from(message.exit_code()).unwrap_or(2),
    }
}

/// A text in which no word of these breaks a line: what follows the break would pass for one of ours.
fn with_foreign_words_in_line(text: String, words: impl Iterator<Item = String>) -> String {
    words.filter(|word| word.contains(['\n', '\r'])).fold(text, |text, word| {
        // The parser quotes an option's value without its name.
        let value = word.split_once('=').map_or("", |(_, value)| value);
        // It leaves out what would colour a terminal, too.
        let plain = [word.as_str(), value].map(|part| StyledStr::from(part.to_owned()).to_string());
        let parts = [word.as_str(), value, &plain[0], &plain[1]].into_iter();
        let broken = parts.filter(|part| part.contains(['\n', '\r']));
        broken.fold(text, |text, part| text.replace(part, &visible(part)))
    })
}

/// The lines of a message of the parser, none of which commands the terminal or fills the screen.
fn lines_cut(message: &clap::Error) -> String {
    let text = with_foreign_words_in_line(message.render().to_string(), std::env::args());
    let lines: Vec<String> = text.lines().map(|line| cut(&visible(line)).into_owned()).collect();
    lines.join("\n")
}

/// Longest line, in bytes: names and values of files are quoted, not copied out.
const LONGEST: usize = 1_500;

/// The beginning and the end of a line that is too long.
fn cut(line: &str) -> std::borrow::Cow<'_, str> {
    if line.len() <= LONGEST {
        return line.into();
    }
    let boundary = |mut at: usize| {
        while !line.is_char_boundary(at) {
            at += 1;
        }
        at
    };
    let (head, tail) = (boundary(LONGEST * 2 / 3), boundary(line.len() - LONGEST / 3));
    format!("{} … {}", &line[..head], &line[tail..]).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_command_line_forge_no_line() {
        let said = "error: invalid value 'a\nb' for '--type': 'a\nb'";
        for word in ["a\nb", "--type=a\nb"] {
            let shown = with_foreign_words_in_line(said.to_owned(), [word.to_owned()].into_iter());
            assert_eq!(shown, r"error: invalid value 'a\nb' for '--type': 'a\nb'");
        }
        // The parser leaves out the escape, and shows the rest.
        let shown =
            with_foreign_words_in_line(said.to_owned(), ["a\u{1b}[31m\nb".to_owned()].into_iter());
        assert_eq!(shown, r"error: invalid value 'a\nb' for '--type': 'a\nb'");
    }

    #[test]
    fn a_long_line_keeps_its_beginning_and_its_end() {
        let line = format!("begin {} end", "σ".repeat(50_000));
        let cut = cut(&line);
        assert!(cut.len() < LONGEST + 10 && cut.starts_with("begin") && cut.ends_with("end"));
    }
}
