//! Why options state no weight decay.

use super::bias_decay_option_error::BiasDecayOptionError;
use linscape_critical::ExactNumberError;
use linscape_decay::{DecayError, DecayedProblemError};
use linscape_formats::{OptionName, Voice, Worded};
use std::fmt;
use thiserror::Error;

/// Why options state no weight decay; each message is one line that names the option.
#[derive(Debug, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub enum DecayOptionError {
    /// A decay that is no number.
    Number(ExactNumberError),
    /// Biases do not decay as stated.
    Biases(#[from] BiasDecayOptionError),
    /// Numbers that are no decay.
    Decay(DecayError),
    /// Decay of another network.
    Problem(DecayedProblemError),
    /// No such weights.
    On {
        /// What was given.
        text: String,
    },
    /// Nothing decays.
    OnWithoutDecay,
    /// A document that states decay says on what.
    OnOfDocument,
    /// Decay is in units of the loss.
    LossOfDocument,
    /// Decay on data without data.
    OnNeedsInputs {
        /// What was given.
        on: String,
    },
    /// Decay on the data's weights without the data.
    NeedsData,
    /// A document of listed points without the data they depend on.
    DataLeftBehind,
    /// Decay on the data's own weights in general.
    NoClosedForm,
    /// Decay that would be ignored.
    NotHere,
    /// Decay of the data's own weights where their points are not named by words.
    OwnNotHere,
    /// Continuation of nothing.
    ContinueWithoutData,
}

impl Worded for DecayOptionError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        let (decay, on) = (say(OptionName::Decay), say(OptionName::DecayOn));
        let (inputs, problem) = (say(OptionName::Inputs), say(OptionName::Problem));
        let loss = say(OptionName::Loss);
        let activations = voice.choice(OptionName::DecayOn, "activations");
        match self {
            Self::Number(fault) => write!(out, "{decay}: {fault}"),
            Self::Biases(fault) => fault.word(voice, out),
            Self::Decay(fault) => write!(out, "{decay}: {fault}"),
            Self::Problem(fault) => write!(out, "{decay}: {fault}"),
            Self::On { text } => write!(
                out,
                "{on} '{text}' is not known; choose auto, data, activations or whitened"
            ),
            Self::OnWithoutDecay => write!(out, "{on} goes with {decay}"),
            Self::OnOfDocument => write!(
                out,
                "{problem} states which weights decay; leave {on} away, or state {decay} too"
            ),
            Self::LossOfDocument => write!(
                out,
                "{problem} states weight decay in units of its loss; leave {loss} away, or state {decay} \
                 too"
            ),
            Self::OnNeedsInputs { on: given } => write!(
                out,
                "{on} {given} goes with {inputs}; Σ alone has the weights of white inputs ({})",
                voice.choice(OptionName::DecayOn, "whitened")
            ),
            Self::NeedsData => write!(
                out,
                "{decay}: a problem document holds no data, and decay depends on them; state the problem \
                 by {inputs}, or choose {activations}"
            ),
            Self::DataLeftBehind => write!(
                out,
                "{problem}: its decay is on the data's own weights, and a document of points holds no data \
                 to find them from; state {inputs} and {decay} again, or save the problem with its data \
                 ('linscape problem … -o P.npz') and state {problem} P.npz"
            ),
            Self::NoClosedForm => write!(
                out,
                "{decay}: with these data, decay of the data's own weights has no closed form (there is \
                 one for autoencoders, for inputs with XXᵀ = c·I, for one input or one output, and at depth \
                 1; at depth 2 for the minimum); state {}, which follows the families of isotropic inputs \
                 to the data and is never complete, choose {activations}, a penalty λ_1 Σ_j ‖W_1 x_j‖² on \
                 the first layer's activations, which has a closed form for all data, or whiten the inputs",
                say(OptionName::Continue)
            ),
            Self::OwnNotHere => write!(
                out,
                "{decay}: decay of these data's own weights is known to report, dump, represent, classify, \
                 verify, flow, trace, plot trajectory and, of weights, spectrum; for everything else choose {activations}, a penalty on the first \
                 layer's activations"
            ),
            Self::ContinueWithoutData => write!(
                out,
                "{} goes with {decay} on the data's own weights ({}, with {inputs}): it follows the families of \
                 isotropic inputs to the data",
                say(OptionName::Continue),
                voice.choice(OptionName::DecayOn, "data")
            ),
            Self::NotHere => write!(
                out,
                "{decay} is not known here: weight decay is in report, dump, graph, view, values, represent, \
                 spectrum, verify, classify, flow, trace, sweep, plot bifurcation, plot barriers and plot trajectory (state {decay} 0 \
                 to leave that of a document away)"
            ),
        }
    }
}
