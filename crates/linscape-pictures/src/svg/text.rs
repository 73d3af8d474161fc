//! SVG as text: elements, numbers and escaping, so that equal pictures are equal bytes.

use std::fmt::{self, Arguments, Display, Write};

/// An SVG document in the making. Tags are closed in the order in which they were opened.
#[derive(Debug, Default)]
pub(crate) struct SvgText {
    text: String,
    open: Vec<String>,
}

impl SvgText {
    /// Opens an element: its name and attributes as they stand between `<` and `>`.
    pub(crate) fn open(&mut self, tag: Arguments) {
        let tag = tag.to_string();
        self.text.push('<');
        self.text.push_str(&tag);
        self.text.push_str(">\n");
        let name = tag.split_whitespace().next().unwrap_or_default();
        self.open.push(name.to_owned());
    }

    /// Closes the element opened last.
    pub(crate) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            let _ = writeln!(self.text, "</{name}>");
        }
    }

    /// An element without content.
    pub(crate) fn leaf(&mut self, tag: Arguments) {
        let _ = writeln!(self.text, "<{tag}/>");
    }

    /// An element that holds a text, which is escaped.
    pub(crate) fn content(&mut self, tag: Arguments, content: &str) {
        let tag = tag.to_string();
        let name = tag.split_whitespace().next().unwrap_or_default();
        let _ = writeln!(self.text, "<{tag}>{}</{name}>", Escaped(content));
    }

    /// The document, all elements closed.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }
}

/// A coordinate in picture units, to a hundredth: finer than any screen or printer, and coarse
/// enough that the last bits of logarithms do not show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Px(pub(crate) f64);

impl Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Numbers near the largest double have no place in a picture; a corner will do.
        let finite = if self.0.is_finite() { self.0.clamp(-1e6, 1e6) } else { 0.0 };
        let rounded = (finite * 100.0).round() / 100.0;
        // Minus zero is zero.
        write!(f, "{}", rounded + 0.0)
    }
}

/// A text whose `& < > " '` are character references: safe as content and in attributes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                // XML has no place for these.
                control if control.is_control() && !matches!(control, '\n' | '\t') => {
                    f.write_char('\u{fffd}')?;
                }
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_numbers_short() {
        let mut svg = SvgText::default();
        svg.open(format_args!("g class=\"a\""));
        svg.content(format_args!("text x=\"{}\"", Px(1.005_001)), "<b> & \"c\"\u{1}");
        svg.leaf(format_args!("path d=\"M{} {}\"", Px(-0.001), Px(2.5)));
        let expected = "<g class=\"a\">\n<text x=\"1.01\">&lt;b&gt; &amp; &quot;c&quot;\u{fffd}</text>\n\
                        <path d=\"M0 2.5\"/>\n</g>\n";
        assert_eq!(svg.finish(), expected);
    }
}
