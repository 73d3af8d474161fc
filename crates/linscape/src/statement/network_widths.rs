//! The widths of a network as options state them.

use linscape_critical::{Architecture, ArchitectureError};
use thiserror::Error;

/// `--widths` or `--hidden`, as texts: whole numbers with commas.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NetworkWidths<'a> {
    /// All widths `d_0,…,d_h`.
    pub widths: Option<&'a str>,
    /// The hidden ones, when the source knows both ends.
    pub hidden: Option<&'a str>,
}

/// Why widths are no network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WidthsError {
    /// Both options.
    #[error("give --widths or --hidden, not both")]
    Both,
    /// Neither, but the ends are known.
    #[error("the network is missing: give --hidden d_1,… (or --widths {inputs},…,{outputs})")]
    Missing {
        /// `d_0`.
        inputs: usize,
        /// `d_h`.
        outputs: usize,
    },
    /// Hidden widths between unknown ends.
    #[error("--hidden needs a source that gives both ends; with --sigma give --widths")]
    NoEnds,
    /// Singular values without widths.
    #[error("--sigma needs --widths d_0,…,d_h")]
    OfSigma,
    /// Not whole numbers.
    #[error("{option} {text}: '{part}' is not a width; write whole numbers with commas")]
    NotAWidth {
        /// The option.
        option: &'static str,
        /// Its text.
        text: String,
        /// The part that is none.
        part: String,
    },
    /// Whole numbers that are no network.
    #[error("{option} {text}: {fault}")]
    Architecture {
        /// The option.
        option: &'static str,
        /// Its text.
        text: String,
        /// What is wrong.
        fault: ArchitectureError,
    },
}

impl NetworkWidths<'_> {
    /// Whether either option was given.
    pub(crate) fn is_given(self) -> bool {
        self.widths.is_some() || self.hidden.is_some()
    }

    /// The network between an input and an output of known width.
    pub(crate) fn between(
        self,
        inputs: usize,
        outputs: usize,
    ) -> Result<Architecture, WidthsError> {
        match (self.widths, self.hidden) {
            (Some(_), Some(_)) => Err(WidthsError::Both),
            (Some(widths), None) => architecture("--widths", widths, parse("--widths", widths)?),
            (None, Some(hidden)) => {
                let inner =
                    if hidden.trim().is_empty() { vec![] } else { parse("--hidden", hidden)? };
                let widths = [vec![inputs], inner, vec![outputs]].concat();
                architecture("--hidden", hidden, widths)
            }
            (None, None) => Err(WidthsError::Missing { inputs, outputs }),
        }
    }

    /// The network when the source does not know its ends.
    pub(crate) fn complete(self) -> Result<Architecture, WidthsError> {
        if self.hidden.is_some() {
            return Err(WidthsError::NoEnds);
        }
        let widths = self.widths.ok_or(WidthsError::OfSigma)?;
        architecture("--widths", widths, parse("--widths", widths)?)
    }
}

fn architecture(
    option: &'static str,
    text: &str,
    widths: Vec<usize>,
) -> Result<Architecture, WidthsError> {
    let text = text.to_owned();
    Architecture::new(widths).map_err(|fault| WidthsError::Architecture { option, text, fault })
}

fn parse(option: &'static str, text: &str) -> Result<Vec<usize>, WidthsError> {
    let width = |part: &str| {
        let (text, part) = (text.to_owned(), part.trim().to_owned());
        part.parse().map_err(|_| WidthsError::NotAWidth { option, text, part })
    };
    text.split(',').map(width).collect()
}
