//! The widths of a network as options state them.

use crate::WidthsError;
use linscape_critical::Architecture;
use linscape_formats::OptionName;

/// `--widths` or `--hidden`, as texts: whole numbers with commas.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NetworkWidths<'a> {
    /// All widths `d_0,…,d_h`.
    pub widths: Option<&'a str>,
    /// The hidden ones, when the source knows both ends.
    pub hidden: Option<&'a str>,
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
            (Some(widths), None) => {
                architecture(OptionName::Widths, widths, parse(OptionName::Widths, widths)?)
            }
            (None, Some(hidden)) => {
                let inner = if hidden.trim().is_empty() {
                    vec![]
                } else {
                    parse(OptionName::Hidden, hidden)?
                };
                let widths = [vec![inputs], inner, vec![outputs]].concat();
                architecture(OptionName::Hidden, hidden, widths)
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
        architecture(OptionName::Widths, widths, parse(OptionName::Widths, widths)?)
    }
}

fn architecture(
    option: OptionName,
    text: &str,
    widths: Vec<usize>,
) -> Result<Architecture, WidthsError> {
    let text = text.to_owned();
    Architecture::new(widths).map_err(|fault| WidthsError::Architecture { option, text, fault })
}

fn parse(option: OptionName, text: &str) -> Result<Vec<usize>, WidthsError> {
    let width = |part: &str| {
        let (text, part) = (text.to_owned(), part.trim().to_owned());
        part.parse().map_err(|_| WidthsError::NotAWidth { option, text, part })
    };
    text.split(',').map(width).collect()
}
