//! Text that fits the terminal it goes to.

use super::ascii::ascii;
use super::screen::Screen;
use std::io::{self, ErrorKind, Write};

/// A stream of text for a terminal: in ASCII where it shows nothing else, with long lines of prose broken
/// behind their labels, and no longer than a person would read. Elsewhere it changes nothing.
///
/// Lines are passed on when they are complete, the last one by [`flush`](Write::flush).
#[derive(Debug)]
pub struct FittedText<W> {
    out: W,
    /// Our symbols stand by names.
    ascii: bool,
    /// Lines are broken before this column.
    pub(super) width: Option<usize>,
    /// The text is held back until it is complete, and refused when it has more bytes than this.
    pub(super) most: Option<usize>,
    held: Vec<u8>,
    line: Vec<u8>,
}

impl<W: Write> FittedText<W> {
    /// A stream to a screen, with lines as long as they are.
    pub fn new(out: W, screen: Screen) -> Self {
        let ascii = screen.is_terminal && screen.ascii;
        Self { out, ascii, width: None, most: None, held: Vec::new(), line: Vec::new() }
    }

    /// The same with long lines broken where the screen ends.
    #[must_use]
    pub fn filled(self, screen: Screen) -> Self {
        Self { width: screen.width, ..self }
    }

    /// The stream below.
    pub(super) fn below(&self) -> &W {
        &self.out
    }

    /// Writes what is fitted, or holds it.
    fn pass(&mut self, text: &[u8]) -> io::Result<()> {
        let Some(most) = self.most else { return self.out.write_all(text) };
        if self.held.len() + text.len() > most {
            self.held.clear();
            let message = format!(
                "more than {} KiB for the terminal; write it with -o FILE, or all of it with -o -",
                most >> 10
            );
            return Err(io::Error::new(ErrorKind::FileTooLarge, message));
        }
        self.held.extend(text);
        Ok(())
    }

    fn pass_line(&mut self) -> io::Result<()> {
        let line = String::from_utf8_lossy(&std::mem::take(&mut self.line)).into_owned();
        let line = if self.ascii { ascii(&line) } else { line };
        match self.width {
            Some(width) => self.pass(filled(&line, width).as_bytes()),
            None => self.pass(line.as_bytes()),
        }
    }
}

impl<W: Write> Write for FittedText<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.ascii && self.width.is_none() {
            self.pass(bytes)?;
            return Ok(bytes.len());
        }
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.line.extend(piece);
            if piece.ends_with(b"\n") {
                self.pass_line()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass_line()?;
        self.out.write_all(&std::mem::take(&mut self.held))?;
        self.out.flush()
    }
}

/// A line of prose in lines of at most `width` characters, indented as its text is. Drawings and
/// tables, which have runs of spaces, stay as they are.
fn filled(line: &str, width: usize) -> String {
    let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
    let indent = indentation(text);
    let rest = text.get(indent..).unwrap_or_default();
    if shown_length(text) <= width || rest.trim_end().contains("  ") || indent + 20 > width {
        return line.to_owned();
    }
    let mut out = text[..indent].to_owned();
    let mut column = shown_length(&out);
    let margin = column;
    for (position, word) in rest.split(' ').enumerate() {
        let length = shown_length(word);
        if position > 0 && column + 1 + length > width {
            out.push('\n');
            out.push_str(&" ".repeat(margin));
            column = margin;
        } else if position > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out + end
}

/// Where the text of a line begins, in bytes: behind a label and the spaces after it, or behind the spaces
/// that it begins with.
fn indentation(text: &str) -> usize {
    /// Labels are shorter than this.
    const LABEL: usize = 20;
    let leading = text.len() - text.trim_start_matches(' ').len();
    let Some(gap) = text[leading..].find("  ").map(|at| leading + at) else { return leading };
    let behind = text.len() - text[gap..].trim_start_matches(' ').len();
    if shown_length(&text[..behind]) <= LABEL { behind } else { leading }
}

/// How many columns a text takes: escapes of colours take none.
fn shown_length(text: &str) -> usize {
    let mut length = 0;
    let mut in_escape = false;
    for character in text.chars() {
        match (in_escape, character) {
            (false, '\u{1b}') => in_escape = true,
            (false, _) => length += 1,
            (true, 'm') => in_escape = false,
            (true, _) => {}
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATIN: Screen = Screen { is_terminal: true, colour: false, ascii: true, width: None };

    #[test]
    fn prose_is_broken_behind_its_label_and_drawings_are_not() {
        let line = "tolerance    rank 1.3e-12 (smallest gap 6.3e-1); repeated values 1.3e-12\n";
        let expected = "tolerance    rank 1.3e-12 (smallest gap\n             \
                        6.3e-1); repeated values 1.3e-12\n";
        assert_eq!(filled(line, 45), expected);
        let drawing = "  learned     x1   ●─●─●─●─●─●─●─●─●─●─●─●  ●─●─●─●─●─●─●\n";
        assert_eq!(filled(drawing, 40), drawing);
        assert_eq!(filled("short\n", 40), "short\n");
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_whole() {
        let mut shown = Vec::new();
        let mut text = FittedText::new(&mut shown, Screen::default());
        text.most = Some(1024);
        text.write_all(&[b'x'; 1000]).expect("room");
        let refused = text.write_all(&[b'x'; 100]).expect_err("no room");
        assert_eq!(refused.kind(), ErrorKind::FileTooLarge);
        text.flush().expect("memory");
        assert!(shown.is_empty());
    }

    #[test]
    fn a_text_that_fits_is_shown_at_the_end() {
        let mut shown = Vec::new();
        let mut text = FittedText::new(&mut shown, LATIN);
        text.most = Some(1024);
        text.write_all("σ = 1\nand".as_bytes()).expect("room");
        text.flush().expect("memory");
        assert_eq!(shown, b"sigma = 1\nand");
    }
}
