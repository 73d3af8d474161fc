//! How it is said that a task was not done.

use crate::{BiasOptionError, TaskError};
use linscape_formats::{OptionName, Voice, Worded};
use linscape_points::{EscapePlaneError, NotRational, OwnLandscapeError, PointProofError};
use std::fmt;

impl Worded for TaskError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        let (inputs, exact) = (say(OptionName::Inputs), say(OptionName::Exact));
        match self {
            Self::Statement(fault) => fault.word(voice, out),
            Self::Limit(fault) => fault.word(voice, out),
            Self::FlowOption(fault) => fault.word(voice, out),
            Self::Trajectory(fault) => fault.word(voice, out),
            Self::SubsetText(fault) => fault.word(voice, out),
            Self::ReadWeights(fault) => fault.word(voice, out),
            Self::DecayedOverlay => {
                let (trajectory, decay) = (say(OptionName::Trajectory), say(OptionName::Decay));
                write!(out, "{trajectory} does not go with {decay}: {self}")
            }
            Self::NeedsBases { what } => {
                let (sigma, target) = (say(OptionName::Sigma), say(OptionName::Target));
                write!(out, "a problem document holds no {what}; ")?;
                write!(out, "state the problem by {sigma}, {target} or {inputs}")
            }
            Self::NeedsData { option, value } => {
                let what = say(*option);
                write!(out, "{what} {value} draws samples; state the problem by {inputs}")
            }
            Self::BiasesNotHere { what } => what.word(voice, out),
            Self::Biases { file, found, stated } => {
                let have = if found.starts_with("layers") { "have" } else { "has" };
                let biases = say(OptionName::Biases);
                write!(
                    out,
                    "{file}: {found} {have} a bias, but {biases} {stated} was stated; state what "
                )?;
                write!(out, "the weights have, or leave {biases} away: weights say it themselves")
            }
            Self::Subset { .. }
            | Self::WordText { .. }
            | Self::OwnKey { .. }
            | Self::Word { .. }
            | Self::NearSubset { .. }
            | Self::StratumKey { .. }
            | Self::Stratum { .. } => word_family(self, voice, out),
            Self::LearningRank { .. }
            | Self::LearningSamples { .. }
            | Self::LearningNoise { .. } => word_learning(self, voice, out),
            Self::NoStrataWithDecay { option } => {
                let (option, decay) = (say(*option), say(OptionName::Decay));
                write!(out, "{option} does not go with {decay}: a family has no strata")
            }
            Self::RefinedAnyway { option } => {
                let (option, decay) = (say(*option), say(OptionName::Decay));
                write!(out, "{option} does not go with {decay}: ")?;
                write!(out, "the dense Hessian always decides, and moves the weights")
            }
            Self::Epsilon { given, fault } => {
                write!(out, "{} {given}: {fault}", say(OptionName::Epsilon))
            }
            Self::Proof(fault @ PointProofError::NotRational(NotRational::SingularValues)) => {
                write!(out, "{exact}: {fault}; state rational ones by {}", say(OptionName::Sigma))
            }
            Self::Proof(fault) => write!(out, "{exact}: {fault}"),
            Self::WeightsProof { file, fault } => write!(out, "{exact}: {file}: {fault}"),
            Self::BiasOfInputs { file } => {
                write!(out, "{file}: {}", BiasOptionError::OfInputs.in_words(voice))
            }
            Self::EscapePlane(fault @ EscapePlaneError::NotNonstrict { .. }) => {
                write!(out, "{}: {fault}", say(OptionName::EscapeFrom))
            }
            Self::EscapePlane(fault) => {
                write!(out, "{}: {fault}", say(OptionName::Direction))
            }
            Self::Own(fault) => word_own(fault, voice, out),
            Self::BiasesOfFile { .. }
            | Self::State(_)
            | Self::Checkpoints(_)
            | Self::NoBarriers { .. }
            | Self::Orbit(_)
            | Self::DecayedPoint(_)
            | Self::Decomposition(_)
            | Self::Widths { .. }
            | Self::Overflow { .. }
            | Self::Diagnosis { .. }
            | Self::Weights(_)
            | Self::Loss(_)
            | Self::RandomPoint(_)
            | Self::Measure(_)
            | Self::Lanczos(_)
            | Self::LowRank(_)
            | Self::Unwritten(_)
            | Self::Verify(_) => write!(out, "{self}"),
        }
    }
}

/// What was not found of a landscape with decay of the data's own weights, and what may be.
fn word_own(fault: &OwnLandscapeError, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let OwnLandscapeError::Decomposition(_) = fault {
        return write!(out, "{fault}");
    }
    let (decay, more) = (voice.option(OptionName::Decay), voice.option(OptionName::Continue));
    let activations = voice.choice(OptionName::DecayOn, "activations");
    write!(out, "{decay}: {fault}; {more} follows other families, {activations} has a closed form")
}

/// A family or a stratum that there is none of.
fn word_family(error: &TaskError, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let say = |option| voice.option(option);
    let (subset, stratum) = (say(OptionName::Subset), say(OptionName::Stratum));
    match error {
        TaskError::Subset { text, fault } => write!(out, "{subset} {text}: {fault}"),
        TaskError::WordText { text, part } => write!(
            out,
            "{subset} {text}: '{part}' is not an index; write learned|passes, whole numbers with \
             commas up to the largest width: 1,2|3"
        ),
        TaskError::OwnKey { text, known } => write!(
            out,
            "{subset} {text}: no listed point has this key; report lists them ({}{})",
            known.join("  "),
            if known.len() < 8 { "" } else { "  …" }
        ),
        TaskError::Word { text, fault } => write!(out, "{subset} {text}: {fault}"),
        TaskError::NearSubset { text, fault } => {
            write!(out, "{} near:{text}: {fault}", say(OptionName::Init))
        }
        TaskError::StratumKey { key, fault } => write!(out, "{stratum} {key}: {fault}"),
        TaskError::Stratum { key, fault } => write!(out, "{stratum} {key}: {fault}"),
        other => write!(out, "{other}"),
    }
}

/// Learning coefficients that are not asked for in this way.
fn word_learning(error: &TaskError, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let say = |option| voice.option(option);
    match error {
        TaskError::LearningRank { given, bottleneck } => write!(
            out,
            "{} {given}: the narrowest layer has width {bottleneck}; ask for a rank up to that",
            say(OptionName::Rank)
        ),
        TaskError::LearningSamples { given, fewest } => write!(
            out,
            "{} {given}: log log n is positive from {fewest} samples on; ask for more",
            say(OptionName::Samples)
        ),
        TaskError::LearningNoise { given } => {
            write!(out, "{} {given}: a variance is a positive number", say(OptionName::Noise))
        }
        other => write!(out, "{other}"),
    }
}
