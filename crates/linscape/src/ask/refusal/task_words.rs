//! How it is said that a task was not done.

use crate::{BiasOptionError, BiasesBy, TaskError};
use linscape_curvature::LowRankError;
use linscape_formats::{OptionName, Voice, Worded};
use linscape_pictures::SurfaceError;
use linscape_points::{
    DiagnosisError, EscapePlaneError, NotRational, OwnLandscapeError, PointProofError,
};
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
            Self::NeedsBases { what } => {
                let (sigma, target) = (say(OptionName::Sigma), say(OptionName::Target));
                write!(out, "a problem document holds no {what}; ")?;
                write!(out, "state the problem by {sigma}, {target} or {inputs}")
            }
            Self::NeedsData { option, value } => {
                let what = say(*option);
                write!(out, "{what} {value} draws samples; state the problem by {inputs}")
            }
            Self::BiasDecayNotHere { what } => write!(
                out,
                "{what} does not know biases that decay: leave {} away",
                voice.option(OptionName::DecayBiases)
            ),
            Self::BiasesNotHere { what } => what.word(voice, out),
            Self::Biases { file, found, stated, by } => {
                let have = if found.starts_with("layers") { "have" } else { "has" };
                write!(out, "{file}: {found} {have} a bias, but ")?;
                word_biases(*by, stated, voice, out)
            }
            Self::Surface(fault) => word_surface(*fault, voice, out),
            Self::Subset { .. }
            | Self::WordText { .. }
            | Self::OwnKey { .. }
            | Self::Word { .. }
            | Self::NearSubset { .. }
            | Self::StratumKey { .. }
            | Self::Stratum { .. } => word_family(self, voice, out),
            Self::LearningRank { .. }
            | Self::LearningSamples { .. }
            | Self::LearningNoise { .. }
            | Self::NoiseWithoutSamples => word_learning(self, voice, out),
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
            Self::LowRank(fault) => word_low_rank(fault, voice, out),
            Self::Diagnosis { file, fault: DiagnosisError::LowRank(fault) } => {
                write!(out, "{file}: ")?;
                word_low_rank(fault, voice, out)
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
            | Self::HessianOverflow { .. }
            | Self::Diagnosis { .. }
            | Self::Interrupted
            | Self::Weights(_)
            | Self::Loss(_)
            | Self::RandomPoint(_)
            | Self::Measure(_)
            | Self::Lanczos(_)
            | Self::Unwritten(_)
            | Self::Verify(_) => write!(out, "{self}"),
        }
    }
}

/// Who says that the biases are others, and what to do.
fn word_biases(
    by: BiasesBy,
    stated: &str,
    voice: Voice,
    out: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let biases = voice.option(OptionName::Biases);
    let (problem, inputs) = (voice.option(OptionName::Problem), voice.option(OptionName::Inputs));
    match by {
        BiasesBy::Option => write!(
            out,
            "{biases} {stated} was stated; state what the weights have, or leave {biases} away: weights say it \
             themselves"
        ),
        BiasesBy::Document => write!(
            out,
            "what {problem} states has {biases} {stated}; state a problem with those of the weights"
        ),
        BiasesBy::Moments => {
            write!(out, "moments hold no means that a bias would fit; give samples by {inputs}")
        }
        BiasesBy::Nobody => {
            write!(out, "none were stated; state which layers have one by {biases}")
        }
        BiasesBy::Weights => write!(
            out,
            "the weights before have {biases} {stated}; name files of one network together"
        ),
    }
}

/// Why there is no plane, and which option says otherwise.
fn word_surface(fault: SurfaceError, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (modes, learned) = (voice.option(OptionName::Modes), voice.option(OptionName::Learned));
    match fault {
        SurfaceError::NoMode { .. } => write!(out, "{modes} and {learned}: {fault}"),
        SurfaceError::Twice { .. } => write!(
            out,
            "{modes} and {learned}: {fault}; the plane takes two modes, {learned} others"
        ),
        SurfaceError::NoPlace { most, .. } if most < 2 => {
            write!(out, "{modes}: {fault}; give the network wider layers")
        }
        SurfaceError::NoPlace { .. } => write!(out, "{learned}: {fault}; name fewer"),
    }
}

/// Why there is no spectrum in pieces, and what gives one.
fn word_low_rank(fault: &LowRankError, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(out, "{fault}")?;
    if let LowRankError::FullRank { .. } = fault {
        let limit = voice.option(OptionName::DenseLimit);
        let lanczos = voice.choice(OptionName::Hessian, "lanczos");
        write!(
            out,
            "; {limit} allows larger ones, {lanczos} finds both ends of the spectrum without"
        )?;
    }
    Ok(())
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
    // A key as it was given: alone, or in a start near it.
    let key = |by, text: &String| match by {
        OptionName::Init => format!("{} near:{text}", say(by)),
        by => format!("{} {text}", say(by)),
    };
    match error {
        TaskError::Subset { text, fault } => write!(out, "{subset} {text}: {fault}"),
        TaskError::WordText { by, text, part } => write!(
            out,
            "{}: '{part}' is not an index; write learned|passes, whole numbers with commas up to the largest \
             width: 1,2|3",
            key(*by, text)
        ),
        TaskError::OwnKey { by, text, known } => write!(
            out,
            "{}: no listed point has this key; report lists them ({}{})",
            key(*by, text),
            known.join("  "),
            if known.len() < 8 { "" } else { "  …" }
        ),
        TaskError::Word { by, text, fault } => write!(out, "{}: {fault}", key(*by, text)),
        TaskError::NearSubset { text, fault } => {
            write!(out, "{}: {fault}", key(OptionName::Init, text))
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
        TaskError::NoiseWithoutSamples => write!(
            out,
            "{} goes with {}: how many samples a truth is judged by, where the data do not say it",
            say(OptionName::Noise),
            say(OptionName::Samples)
        ),
        other => write!(out, "{other}"),
    }
}
