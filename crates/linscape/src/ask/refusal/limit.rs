//! Work that is too large as it was asked for.

use crate::{DrawingLimit, MatrixLimit, ValuesLimit};
use linscape_critical::{TooLarge, ValuesError};
use linscape_decay::DecayedLandscapeError;
use linscape_formats::{OptionName, Voice, Worded};
use linscape_quotient::LandscapeError;
use linscape_strata::CountError;
use num_bigint::BigUint;
use std::fmt;
use thiserror::Error;

/// Work that is too large as it was asked for, and how to ask for less.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub enum Limit {
    /// Families of a landscape.
    Landscape(#[from] LandscapeError),
    /// Families of a landscape with decay.
    DecayedLandscape(#[from] DecayedLandscapeError),
    /// Strata too many to be counted.
    #[error(transparent)]
    Count(#[from] CountError),
    /// Critical values that families share by the million.
    #[error(transparent)]
    Values(#[from] ValuesError),
    /// Work that takes too much memory, and what makes it so large.
    Memory {
        /// What it takes.
        need: TooLarge,
    },
    /// A limit that is no limit.
    Families {
        /// What was asked for.
        limit: usize,
        /// How many there are.
        families: BigUint,
        /// Most that are held.
        most: usize,
    },
    /// Strata of a family.
    Strata {
        /// How many there are, or `uncounted`.
        total: String,
        /// Most that are listed.
        most: u64,
    },
    /// Families to verify.
    VerifiedFamilies {
        /// How many there are.
        families: BigUint,
        /// Most that are verified together.
        most: u32,
    },
    /// Points to verify.
    VerifiedPoints {
        /// What was asked for.
        points: usize,
        /// Most that are held.
        most: usize,
    },
    /// Conditions that random strata do not meet.
    RareStrata {
        /// Strata drawn in vain.
        drawn: usize,
        /// How many there are, or `uncounted`.
        total: String,
    },
    /// Critical values to list.
    #[error(transparent)]
    ListedValues(#[from] ValuesLimit),
    /// More to draw than is drawn.
    #[error(transparent)]
    Drawing(#[from] DrawingLimit),
    /// Matrices to form.
    #[error(transparent)]
    Matrices(#[from] MatrixLimit),
}

impl Worded for Limit {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        let (limit, widths, hidden) =
            (say(OptionName::Limit), say(OptionName::Widths), say(OptionName::Hidden));
        match self {
            Self::Landscape(fault) => write!(out, "{fault}; list the lowest with {limit} K"),
            Self::DecayedLandscape(fault @ DecayedLandscapeError::Together { .. }) => {
                write!(out, "{fault}: more than are held at once; list fewer with {limit} K")
            }
            Self::DecayedLandscape(fault) => write!(out, "{fault}; list the lowest with {limit} K"),
            Self::Count(fault) => write!(out, "{fault}"),
            Self::Values(fault) => write!(out, "{fault}"),
            Self::Memory { need } => write!(out, "{need}; ask for smaller {widths} or {hidden}"),
            Self::Families { limit: asked, families, most } => write!(
                out,
                "{limit} {asked} of {families} families is more than the {most} that are held at once; \
                 list critical values alone with {}",
                voice.command("values")
            ),
            Self::Strata { total, most } => write!(
                out,
                "{total} strata are more than {most}; list the first with {limit} K, or only {}, or \
                 {} them",
                say(OptionName::Components),
                say(OptionName::Count)
            ),
            Self::VerifiedFamilies { families, most } => write!(
                out,
                "{families} families are more than the {most} that are verified together; choose one \
                 with {}",
                say(OptionName::Subset)
            ),
            Self::VerifiedPoints { points, most } => write!(
                out,
                "{points} points are more than the {most} that are verified at once; ask {} or {limit} \
                 for fewer",
                say(OptionName::Samples)
            ),
            Self::RareStrata { drawn, total } => write!(
                out,
                "none of {drawn} random strata of {total} meets the conditions; list the first that do \
                 with {limit} K"
            ),
            Self::ListedValues(fault) => fault.word(voice, out),
            Self::Drawing(fault) => fault.word(voice, out),
            Self::Matrices(fault) => fault.word(voice, out),
        }
    }
}
