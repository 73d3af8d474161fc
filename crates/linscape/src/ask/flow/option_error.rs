//! Options of a trajectory that cannot be read or do not go together.

use linscape_formats::{OptionName, Voice, Worded};
use std::fmt;
use thiserror::Error;

/// An option of a trajectory that cannot be read, or does not go with the others.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub enum FlowOptionError {
    /// Not a method.
    Method {
        /// As it was given.
        text: String,
    },
    /// Not an initialisation.
    Initialisation {
        /// As it was given.
        text: String,
    },
    /// A number that is none.
    Number {
        /// As it was given.
        text: String,
        /// The part that is wrong.
        part: String,
    },
    /// Not a direction.
    Departure {
        /// As it was given.
        text: String,
    },
    /// An option that goes with others only.
    GoesWith {
        /// The option.
        option: OptionName,
        /// What it goes with.
        with: OptionName,
        /// With which of its values.
        value: &'static str,
    },
    /// Tolerances of an integration without one.
    Tolerances,
    /// A step size that is none.
    LearningRate {
        /// As it was given.
        given: f64,
    },
    /// Batches of samples in coordinates that have none.
    WhitenedBatches,
    /// A tolerance that no drift can keep, or every drift keeps.
    DriftTolerance,
    /// A drift of a prediction, which conserves nothing.
    PredictedDrift,
    /// The implicit method where biases move beside decay, or a network too large for it.
    ImplicitBiases,
    /// With weight decay: a direction that leaves a family.
    DecayedDeparture,
    /// With weight decay: an explicit method without an end.
    DecayedExplicit,
    /// With decay of the data's own weights: whitened coordinates.
    DecayedWhitened,
    /// With decay of activations: biases that move.
    DecayedActivations,
    /// With weight decay: a prediction.
    DecayedPrediction,
    /// Decay conserves nothing that could drift.
    DecayedDrift,
    /// With weight decay: learning coefficients of checkpoints.
    DecayedLearning,
}

impl Worded for FlowOptionError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        let (method, init, along) =
            (say(OptionName::Method), say(OptionName::Init), say(OptionName::Along));
        match self {
            Self::Method { text } => {
                write!(out, "{method} '{text}' is not a method; choose bdf, dop853, gd or sgd")
            }
            Self::Initialisation { text } => write!(
                out,
                "{init} '{text}' is not an initialisation; choose balanced:SCALE, gaussian:SCALE, \
                 orthogonal:SCALE, aligned:SCALE, delta-balanced:SCALE,DELTA, near:SUBSET or file:W.npz"
            ),
            Self::Number { text, part } => write!(out, "{init} {text}: '{part}' is not a number"),
            Self::Departure { text } => write!(
                out,
                "{along} '{text}' is not a direction; choose random, learn:L or swap:K-L (1-based modes)"
            ),
            Self::GoesWith { option, with, value } => {
                write!(out, "{} goes with {} {value}", say(*option), say(*with))
            }
            Self::Tolerances => {
                let (rtol, atol) = (say(OptionName::Rtol), say(OptionName::Atol));
                write!(out, "{rtol} and {atol} go with {method} bdf or dop853")
            }
            Self::LearningRate { given } => write!(
                out,
                "{} {given}: a learning rate is positive and finite",
                say(OptionName::LearningRate)
            ),
            Self::WhitenedBatches => write!(
                out,
                "{} has no samples; sgd moves in the data's own",
                voice.choice(OptionName::Coordinates, "whitened")
            ),
            Self::DriftTolerance => {
                write!(out, "{} is positive and finite", say(OptionName::DriftTolerance))
            }
            Self::PredictedDrift => write!(
                out,
                "{} goes without {}, whose path conserves nothing that could drift",
                say(OptionName::DriftTolerance),
                say(OptionName::Predict)
            ),
            Self::ImplicitBiases => write!(
                out,
                "{} does not move biases beside weight decay or of networks with so many inputs and outputs: {} does, as without the option",
                voice.choice(OptionName::Method, "bdf"),
                voice.choice(OptionName::Method, "dop853")
            ),
            Self::DecayedDeparture => {
                write!(out, "{along} is random with decay: a pass is left to either side")
            }
            Self::DecayedExplicit => {
                let (until, loss) = (say(OptionName::Until), say(OptionName::UntilLoss));
                let method = voice.choice(OptionName::Method, "dop853");
                write!(
                    out,
                    "{method} needs {until} or {loss} with decay: an explicit method does not come to rest"
                )
            }
            Self::DecayedActivations => write!(
                out,
                "a trajectory of biases beside decay of activations is not known: decay the data's own weights ({}), or \
                 leave {} away and center the data",
                voice.choice(OptionName::DecayOn, "data"),
                say(OptionName::Biases)
            ),
            Self::DecayedWhitened => write!(
                out,
                "{} does not go with decay of the data's own weights: they move in their own coordinates",
                voice.choice(OptionName::Coordinates, "whitened")
            ),
            Self::DecayedPrediction => write!(
                out,
                "{} does not go with decay: its families attract, and are not plateaus that are left",
                say(OptionName::Predict)
            ),
            Self::DecayedDrift => write!(
                out,
                "{} does not go with decay, under which nothing is conserved that could drift",
                say(OptionName::DriftTolerance)
            ),
            Self::DecayedLearning => write!(
                out,
                "{} does not go with decay: a penalised minimum has no fiber to measure",
                say(OptionName::Learning)
            ),
        }
    }
}
