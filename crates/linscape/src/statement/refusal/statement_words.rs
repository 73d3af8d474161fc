//! How it is said that options state no problem.

use crate::StatementError;
use linscape_formats::{OptionName, Voice, Worded};
use std::fmt;

impl Worded for StatementError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        let (sigma, target) = (say(OptionName::Sigma), say(OptionName::Target));
        let (inputs, problem) = (say(OptionName::Inputs), say(OptionName::Problem));
        let (widths, hidden) = (say(OptionName::Widths), say(OptionName::Hidden));
        let (targets, labels) = (say(OptionName::Targets), say(OptionName::Labels));
        let (tolerance, loss) = (say(OptionName::Tolerance), say(OptionName::Loss));
        let (autoencode, samples_in) = (say(OptionName::Autoencode), say(OptionName::SamplesIn));
        match self {
            Self::TwoSources { first, second } => {
                let (first, second) = (say(*first), say(*second));
                write!(out, "{first} and {second} both state a problem; give exactly one of ")?;
                write!(out, "{sigma}, {target}, {inputs} or {problem}")
            }
            Self::NoSource => {
                write!(out, "no problem is given: use one of ")?;
                write!(out, "{sigma}, {target}, {inputs} or {problem}")
            }
            Self::NeedsInputs { option } => write!(out, "{} goes with {inputs} FILE", say(*option)),
            Self::NoOutputs => {
                write!(out, "{inputs} needs one of {targets} FILE, {labels} FILE or {autoencode}")
            }
            Self::TwoOutputs { first, second } => {
                write!(out, "give {} or {}, not both", say(*first), say(*second))
            }
            Self::ToleranceNotANumber { text } => {
                write!(out, "{tolerance} '{text}' is not a number")
            }
            Self::ToleranceOutOfRange { text } => {
                write!(out, "{tolerance} {text} is not in [0, 1)")
            }
            Self::WidthsOfDocument => {
                write!(out, "{problem} states the widths; leave {widths} and {hidden} away")
            }
            Self::EmptySigma => write!(out, "{sigma} is empty; write {sigma} 0 for Σ = 0"),
            Self::NeedsTable { option } => {
                write!(out, "{} goes with {inputs} FILE or {target} FILE", say(*option))
            }
            Self::SamplesIn { text } => {
                write!(out, "{samples_in} '{text}' is none of rows, columns")
            }
            Self::ExactNumber(fault) => write!(out, "{sigma}: {fault}"),
            Self::Spectrum(fault) => write!(out, "{sigma}: {fault}"),
            Self::Loss(fault) => write!(out, "{loss}: {fault}"),
            Self::Columns { name, fault } => write!(out, "{name}: {}", fault.in_words(voice)),
            Self::TableOption(fault) => fault.word(voice, out),
            Self::Biases(fault) => fault.word(voice, out),
            Self::Decay(fault) => fault.word(voice, out),
            Self::Read(fault) => fault.word(voice, out),
            Self::Widths(fault) => fault.word(voice, out),
            Self::Samples { .. }
            | Self::TooWide { .. }
            | Self::TooDeep { .. }
            | Self::Unreadable { .. }
            | Self::Document { .. }
            | Self::Reduction { .. }
            | Self::Problem(_)
            | Self::Dataset(_) => write!(out, "{self}"),
        }
    }
}
