//! Foreign text on a terminal: names of files, tensors, keys and fields are other people's.

use std::borrow::Cow;
use std::io::{self, Write};

/// Text without anything that a terminal obeys: control characters, line breaks, and marks that turn
/// the direction of writing stand as escapes.
///
/// # Examples
/// ```
/// use linscape_formats::visible;
/// assert_eq!(visible("W1 → W2"), "W1 → W2");
/// assert_eq!(visible("a\x1b[2Jb\n"), "a\\u{1b}[2Jb\\n");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    show(&mut shown, text, |_| false);
    Cow::Owned(shown)
}

/// Adds a text with escapes in place of what a terminal obeys, but for what is `ours`.
fn show(shown: &mut String, text: &str, ours: impl Fn(char) -> bool) {
    let mut rest = text;
    while let Some(at) = rest.find(|character| is_obeyed(character) && !ours(character)) {
        let (plain, obeyed) = rest.split_at(at);
        shown.push_str(plain);
        let mut characters = obeyed.chars();
        shown.extend(characters.next().into_iter().flat_map(char::escape_debug));
        rest = characters.as_str();
    }
    shown.push_str(rest);
}

fn is_obeyed(character: char) -> bool {
    // Nearly all text is printable ASCII.
    if matches!(character, ' '..='~') {
        return false;
    }
    character.is_control()
        || matches!(character,
            '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A stream of our own text in which foreign text cannot command the terminal: as [`visible`], but
/// line breaks and tabs pass, and so do the escapes of our own colours where they are wanted.
#[derive(Debug)]
pub struct VisibleText<W> {
    out: W,
    colour: bool,
    /// The beginning of a character whose end is not here yet.
    begun: Vec<u8>,
}

impl<W: Write> VisibleText<W> {
    /// A stream that shows its text on `out`.
    pub fn new(out: W, colour: bool) -> Self {
        Self { out, colour, begun: Vec::new() }
    }

    /// The stream below.
    pub(super) fn inner(&mut self) -> &mut W {
        &mut self.out
    }
}

impl<W: Write> Write for VisibleText<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend(bytes);
        let mut shown = String::with_capacity(self.begun.len());
        let begun = std::mem::take(&mut self.begun);
        let mut rest = begun.as_slice();
        while let Some(chunk) = rest.utf8_chunks().next() {
            show(&mut shown, chunk.valid(), |character| {
                matches!(character, '\n' | '\t') || character == '\x1b' && self.colour
            });
            let used = chunk.valid().len() + chunk.invalid().len();
            let is_cut = used == rest.len()
                && std::str::from_utf8(chunk.invalid())
                    .is_err_and(|error| error.error_len().is_none());
            if is_cut {
                self.begun = chunk.invalid().to_vec();
            } else if !chunk.invalid().is_empty() {
                shown.push(char::REPLACEMENT_CHARACTER);
            }
            rest = &rest[used..];
        }
        self.out.write_all(shown.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_is_left() {
        let foreign: String = (0..0x3000_u32).filter_map(char::from_u32).collect();
        let shown = visible(&foreign);
        assert!(!shown.contains(is_obeyed));
        assert_eq!(visible("Σ ½‖·‖² 日本"), "Σ ½‖·‖² 日本");
    }

    #[test]
    fn a_stream_may_cut_its_text_anywhere() {
        let text = "σ_1\t→\n\u{9b}31m\x1b[2J\u{202e}x";
        for at in 0..text.len() {
            let mut out = Vec::new();
            let mut stream = VisibleText::new(&mut out, false);
            stream.write_all(&text.as_bytes()[..at]).expect("memory");
            stream.write_all(&text.as_bytes()[at..]).expect("memory");
            let shown = String::from_utf8(out).expect("text");
            assert_eq!(shown, "σ_1\t→\n\\u{9b}31m\\u{1b}[2J\\u{202e}x", "{at}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_marked() {
        let mut out = Vec::new();
        VisibleText::new(&mut out, true).write_all(b"a\xffb\x1b[1m").expect("memory");
        assert_eq!(String::from_utf8(out).expect("text"), "a\u{fffd}b\x1b[1m");
    }
}
