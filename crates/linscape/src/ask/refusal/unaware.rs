//! Biases where they are not known.

use linscape_formats::{OptionName, Voice, Worded};
use std::fmt;

/// What does not know biases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unaware {
    /// An option that was given.
    Option(OptionName),
    /// An option with this value.
    Choice(OptionName, &'static str),
    /// Something that has a name.
    Thing(&'static str),
}

impl Worded for Unaware {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Option(option) => write!(out, "{}", voice.option(option))?,
            Self::Choice(option, value) => write!(out, "{}", voice.choice(option, value))?,
            Self::Thing(name) => out.write_str(name)?,
        }
        let (biases, center) = (voice.option(OptionName::Biases), voice.option(OptionName::Center));
        write!(
            out,
            " does not know biases: leave {biases} away; the landscape of the matrices is that of the data \
             about their means ({center})"
        )
    }
}
