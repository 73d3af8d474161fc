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
    /// Decay of biases without decay of weights, where others than the last layer have one.
    Alone,
    /// Decay that a document keeps does not go with another one of the weights.
    OfDocument,
    /// Decay is in units of the loss.
    LossOfDocument,
    /// The same where another decay needs the data that a document has left behind.
    LossNeedsData,
    /// Another decay of the last bias without the data that it depends on.
    NeedsData,
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
                "{biases} goes with {decay}, unless the last layer alone has a bias ({}): where the weights do not \
                 decay, hidden biases that do are not known here",
                voice.choice(OptionName::Biases, "last")
            ),
            Self::OfDocument => write!(
                out,
                "{} states decay of biases, which is kept, and beside this {decay} it is not known here; state \
                 {biases} too",
                say(OptionName::Problem)
            ),
            Self::LossNeedsData => write!(
                out,
                "{} states decay of the last bias in units of its loss, and a document holds no data to find another \
                 one from; leave {} away, or save the problem with its data ('linscape problem … -o P.npz') and state \
                 {biases} too",
                say(OptionName::Problem),
                say(OptionName::Loss)
            ),
            Self::LossOfDocument => write!(
                out,
                "{} states decay of the last bias in units of its loss; leave {} away, or state {biases} too",
                say(OptionName::Problem),
                say(OptionName::Loss)
            ),
            Self::NeedsData => write!(
                out,
                "{biases}: the singular values depend on it through the data, which a document does not hold; state \
                 {}, or save the problem with its data ('linscape problem … -o P.npz')",
                say(OptionName::Inputs)
            ),
            Self::OfOwn => write!(
                out,
                "{biases}: with these data decay of the data's own weights is known for biases that do not \
                 decay; leave {biases} away, or choose {}",
                voice.choice(OptionName::DecayOn, "activations")
            ),
            Self::WithMeans => write!(
                out,
                "{biases}: a last bias that decays pulls at the means of the data, and beside hidden biases no closed \
                 form is known; center the data ({}: then all biases vanish), or leave the last one free ({biases} \
                 μ_1,…,0)",
                say(OptionName::Center)
            ),
        }
    }
}
