//! Why widths are no network.

use linscape_critical::ArchitectureError;
use linscape_formats::{OptionName, Voice, Worded};
use std::fmt;
use thiserror::Error;

/// Why widths are no network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub enum WidthsError {
    /// Both options.
    Both,
    /// Neither, but the ends are known.
    Missing {
        /// `d_0`.
        inputs: usize,
        /// `d_h`.
        outputs: usize,
    },
    /// Hidden widths between unknown ends.
    NoEnds,
    /// Singular values without widths.
    OfSigma,
    /// Not whole numbers.
    NotAWidth {
        /// The option.
        option: OptionName,
        /// Its text.
        text: String,
        /// The part that is none.
        part: String,
    },
    /// Whole numbers that are no network.
    Architecture {
        /// The option.
        option: OptionName,
        /// Its text.
        text: String,
        /// What is wrong.
        fault: ArchitectureError,
    },
}

impl Worded for WidthsError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        let (widths, hidden) = (say(OptionName::Widths), say(OptionName::Hidden));
        let sigma = say(OptionName::Sigma);
        match self {
            Self::Both => write!(out, "give {widths} or {hidden}, not both"),
            Self::Missing { inputs, outputs } => write!(
                out,
                "the network is missing: give {hidden} d_1,… (or {widths} {inputs},…,{outputs})"
            ),
            Self::NoEnds => write!(
                out,
                "{hidden} needs a source that gives both ends; with {sigma} give {widths}"
            ),
            Self::OfSigma => write!(out, "{sigma} needs {widths} d_0,…,d_h"),
            Self::NotAWidth { option, text, part } => write!(
                out,
                "{} {text}: '{part}' is not a width; write whole numbers with commas",
                say(*option)
            ),
            Self::Architecture { option, text, fault } => {
                write!(out, "{} {text}: {fault}", say(*option))
            }
        }
    }
}
