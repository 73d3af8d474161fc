//! In whose words a message is said.

use crate::OptionName;
use std::fmt;

/// In whose words a message is said: each is written once, and names options as its reader gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The command line: `--samples-in columns`.
    Terminal,
    /// A program or a document: fields in Rust, keyword arguments in Python, keys in a sweep.
    Fields,
}

impl Voice {
    /// The option by its name: `--samples-in`, or `samples_in`.
    #[must_use]
    pub fn option(self, option: OptionName) -> SaidOption<'static> {
        SaidOption { voice: self, option, value: None }
    }

    /// The option with a text that may be given: `--samples-in columns`, or `samples_in="columns"`.
    #[must_use]
    pub fn choice(self, option: OptionName, value: &str) -> SaidOption<'_> {
        SaidOption { voice: self, option, value: Some(value) }
    }

    /// Another question by its name: `` `linscape values` ``, or `values`.
    #[must_use]
    pub fn command(self, name: &str) -> String {
        match self {
            Self::Terminal => format!("`linscape {name}`"),
            Self::Fields => name.to_owned(),
        }
    }
}

/// An option in somebody's words.
#[derive(Debug, Clone, Copy)]
pub struct SaidOption<'a> {
    voice: Voice,
    option: OptionName,
    value: Option<&'a str>,
}

impl fmt::Display for SaidOption<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.option.name();
        match (self.voice, self.value) {
            (Voice::Terminal, None) => write!(f, "--{}", name.replace('_', "-")),
            (Voice::Terminal, Some(value)) => write!(f, "--{} {value}", name.replace('_', "-")),
            (Voice::Fields, None) => f.write_str(name),
            (Voice::Fields, Some(value)) => write!(f, "{name}=\"{value}\""),
        }
    }
}

/// A message that can be said in more than one voice. What it [displays](fmt::Display) is
/// [`Voice::Fields`].
pub trait Worded {
    /// Writes the message, one line.
    ///
    /// # Errors
    /// Those of `out`.
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// The message in somebody's words.
    fn in_words(&self, voice: Voice) -> InWords<'_, Self> {
        InWords { said: self, voice }
    }
}

/// A message in somebody's words.
#[derive(Debug)]
pub struct InWords<'a, T: ?Sized> {
    said: &'a T,
    voice: Voice,
}

impl<T: Worded + ?Sized> fmt::Display for InWords<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said.word(self.voice, f)
    }
}
