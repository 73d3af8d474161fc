//! Why options state no biases.

use linscape_critical::BiasesError;
use linscape_formats::{OptionName, Voice, Worded};
use std::fmt;
use thiserror::Error;

/// Why options state no biases; each message is one line that names the option.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub enum BiasOptionError {
    /// Biases beside a document that states them.
    OfDocument,
    /// Layers that cannot have biases.
    Layers(BiasesError),
    /// An input that is always 1 beside a Σ that was given.
    OfInputs,
    /// Biases beside moments, which have no means.
    OfMoments,
    /// A first bias that does not decay among weights that do.
    WithDecay,
}

impl Worded for BiasOptionError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        let biases = say(OptionName::Biases);
        match self {
            Self::OfDocument => write!(
                out,
                "{} states which layers have biases; leave {biases} away",
                say(OptionName::Problem)
            ),
            Self::Layers(fault) => write!(out, "{biases}: {fault}"),
            Self::OfInputs => write!(
                out,
                "{biases}: a bias in the first layer alone needs {}: it is the weight of an input that \
                 is always 1, of which Σ alone says nothing",
                say(OptionName::Inputs)
            ),
            Self::OfMoments => write!(
                out,
                "{biases} needs means, and moments hold none: give samples by {}, or covariances and no \
                 biases: with one in the last layer the landscape is theirs, d_h coordinates more in the \
                 coindex",
                say(OptionName::Inputs)
            ),
            Self::WithDecay => write!(
                out,
                "{biases}: a bias in the first layer alone is the weight of an input that is always 1, and with {} \
                 it has to decay as the others of its layer ({} λ_1); with one in the last layer (last or all) \
                 biases split off",
                say(OptionName::Decay),
                say(OptionName::DecayBiases)
            ),
        }
    }
}
