//! Why options state no weight decay of biases.

use linscape_critical::ExactNumberError;
use linscape_decay::BiasDecayError;
use linscape_formats::{OptionName, Voice, Worded};
use std::fmt;
use thiserror::Error;

/// Why biases do not decay as stated; each message is one line that names the option.
#[derive(Debug, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub enum BiasDecayOptionError {
    /// A decay of biases that is no number.
    Number(ExactNumberError),
    /// Decays of biases that do not fit.
    Decay(BiasDecayError),
    /// Decay of biases without biases.
    NoBiases,
    /// Decay of biases without decay of weights.
    Alone,
    /// Decay of biases where words name nothing.
    OfOwn,
    /// Decay of the last bias of data that are not centred.
    WithMeans,
}

impl Worded for BiasDecayOptionError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        let (decay, biases) = (say(OptionName::Decay), say(OptionName::DecayBiases));
        match self {
            Self::Number(fault) => write!(out, "{biases}: {fault}"),
            Self::Decay(fault) => write!(out, "{biases}: {fault}"),
            Self::NoBiases => {
                let layers = say(OptionName::Biases);
                write!(out, "{biases} goes with {layers}, which says which layers have some")
            }
            Self::Alone => write!(
                out,
                "{biases} goes with {decay}: without decay of the weights biases that decay are not known here"
            ),
            Self::OfOwn => write!(
                out,
                "{biases}: with these data decay of the data's own weights is known for biases that do not \
                 decay; leave {biases} away, or choose {}",
                voice.choice(OptionName::DecayOn, "activations")
            ),
            Self::WithMeans => write!(
                out,
                "{biases}: a last bias that decays pulls at the means of the data, and no closed form is known; \
                 center the data ({}: then all biases vanish), or let the last one free ({biases} μ_1,…,0)",
                say(OptionName::Center)
            ),
        }
    }
}
