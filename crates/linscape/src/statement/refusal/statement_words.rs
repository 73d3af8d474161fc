//! How it is said that options state no problem.

use crate::StatementError;
use linscape_critical::numbered;
use linscape_formats::{OptionName, Voice, Worded};
use std::fmt;

impl Worded for StatementError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        let (sigma, target) = (say(OptionName::Sigma), say(OptionName::Target));
        let (inputs, problem) = (say(OptionName::Inputs), say(OptionName::Problem));
        let input_moment = say(OptionName::InputMoment);
        let (widths, hidden) = (say(OptionName::Widths), say(OptionName::Hidden));
        let file = a_file(voice);
        let (targets, labels) = (say(OptionName::Targets), say(OptionName::Labels));
        let (tolerance, loss) = (say(OptionName::Tolerance), say(OptionName::Loss));
        let (autoencode, samples_in) = (say(OptionName::Autoencode), say(OptionName::SamplesIn));
        match self {
            Self::TwoSources { first, second } => {
                let (first, second) = (say(*first), say(*second));
                write!(out, "{first} and {second} both state a problem; give exactly one of ")?;
                write!(out, "{sigma}, {target}, {inputs}, {input_moment} or {problem}")
            }
            Self::NoSource => {
                write!(out, "no problem is given: use one of ")?;
                write!(out, "{sigma}, {target}, {inputs}, {input_moment} or {problem}")
            }
            Self::NeedsInputs { option } => {
                write!(out, "{} goes with {inputs}{file}", say(*option))
            }
            Self::NoOutputs => {
                write!(out, "{inputs} needs one of {targets}{file}, {labels}{file} or {autoencode}")
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
                write!(out, "{} goes with {inputs}{file} or {target}{file}", say(*option))
            }
            Self::NeedsText { option } => write!(
                out,
                "{} goes with tables of text (.csv, .tsv), and no such file is given",
                say(*option)
            ),
            Self::SamplesIn { text } => {
                write!(out, "{samples_in} '{text}' is none of rows, columns")
            }
            Self::ToleranceOfExact => {
                write!(out, "{tolerance} goes without exact singular values: ")?;
                write!(out, "they are compared as they are")
            }
            Self::Samples { .. }
            | Self::WeightsShape { .. }
            | Self::NoCrossMoment
            | Self::NeedsMoments { .. }
            | Self::CenterOfMoments
            | Self::ColumnsOfMoments { .. }
            | Self::MomentSamples { .. }
            | Self::AverageOfMoments { .. }
            | Self::ToleranceOfArchive => self.word_of_data(voice, out),
            Self::ExactNumber(fault) => write!(out, "{sigma}: {fault}"),
            Self::Spectrum(fault) => write!(out, "{sigma}: {fault}"),
            Self::SigmaOfWidths(fault) => write!(out, "{sigma} and {widths}: {fault}"),
            Self::Loss(fault) => write!(out, "{loss}: {fault}"),
            Self::Columns { name, fault } => write!(out, "{name}: {}", fault.in_words(voice)),
            Self::TableOption(fault) => fault.word(voice, out),
            Self::Biases(fault) => fault.word(voice, out),
            Self::Decay(fault) => fault.word(voice, out),
            Self::Read(fault) => fault.word(voice, out),
            Self::Widths(fault) => fault.word(voice, out),
            Self::Weights { .. }
            | Self::Blocks { .. }
            | Self::Interrupted
            | Self::Moments { .. }
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

/// What follows an option that takes a file: a program hands over arrays as well.
fn a_file(voice: Voice) -> &'static str {
    if voice == Voice::Terminal { " FILE" } else { "" }
}

impl StatementError {
    /// What is said of weights of samples, of moments, and of what was saved.
    fn word_of_data(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        let (input, cross) = (say(OptionName::InputMoment), say(OptionName::CrossMoment));
        let given = a_file(voice);
        match self {
            Self::Samples { file, what, found, inputs, samples, each, fit_across } => {
                let theirs = numbered(found, what.trim_end_matches('s'), what);
                let ours = numbered(samples, each, &format!("{each}s"));
                write!(
                    out,
                    "{file} has {theirs} but {inputs} has {ours}; one {each} is one sample"
                )?;
                let other = if *each == "row" { "columns" } else { "rows" };
                if *fit_across {
                    let option = say(OptionName::SamplesIn);
                    write!(out, "; if samples stand in {other}, say {option} {other}")?;
                }
                Ok(())
            }
            Self::WeightsShape { file, option, rows, columns, samples } => write!(
                out,
                "{file}: {} takes one number a sample, {samples} in a row or a column; these are {rows} × \
                 {columns}",
                say(*option)
            ),
            Self::NoCrossMoment => {
                write!(out, "{input} needs {cross}{given}, the moment Σ_yx of outputs with inputs")
            }
            Self::NeedsMoments { option } => {
                write!(out, "{} goes with {input}{given} and {cross}{given}", say(*option))
            }
            Self::CenterOfMoments => write!(
                out,
                "{} needs means, and moments hold none: give moments about the means (covariances), or \
                 samples by {}",
                say(OptionName::Center),
                say(OptionName::Inputs)
            ),
            Self::ColumnsOfMoments { option } => write!(
                out,
                "{} chooses columns of data; take rows and columns of the moments out before",
                say(*option)
            ),
            Self::AverageOfMoments { convention } => write!(
                out,
                "{} {convention} averages over samples; say over how many the moments were summed by {} (1 \
                 if they are averages)",
                say(OptionName::Loss),
                say(OptionName::MomentSamples)
            ),
            Self::MomentSamples { text } => write!(
                out,
                "{} '{text}' is not a number of samples",
                say(OptionName::MomentSamples)
            ),
            _ => write!(
                out,
                "{}: what was saved was judged with another tolerance, and its data are not in it; state \
                 {} when it is saved",
                say(OptionName::Tolerance),
                say(OptionName::Tolerance)
            ),
        }
    }
}
