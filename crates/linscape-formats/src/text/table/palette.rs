//! The colours of terminals.

/// Numbers of the palette of 256 colours. Their luminance is near the geometric mean of black and white, so
/// that the contrast (WCAG 2) is at least 4.4 on either: the named green and yellow are not seen on white.
const GREEN: u8 = 28;
const ORANGE: u8 = 130;

/// How a row or a word is coloured on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    /// What is good, such as a global minimum.
    Good,
    /// What holds training up, such as a nonstrict saddle.
    Warning,
}

impl Tone {
    /// The colour's number, unless it is that of the terminal.
    pub(crate) fn number(self) -> Option<u8> {
        match self {
            Self::Plain => None,
            Self::Good => Some(GREEN),
            Self::Warning => Some(ORANGE),
        }
    }

    /// The text in this colour.
    pub(crate) fn painted(self, text: &str) -> String {
        self.number().map_or_else(
            || text.to_owned(),
            |number| format!("\u{1b}[38;5;{number}m{text}\u{1b}[0m"),
        )
    }
}
