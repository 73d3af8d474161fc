//! Critical values that are too many.

use linscape_critical::ValuesError;
use linscape_formats::{OptionName, Voice, Worded};
use num_bigint::BigUint;
use std::fmt;
use thiserror::Error;

/// Critical values that are too many.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub enum ValuesLimit {
    /// All of them.
    All(ValuesError),
    /// Those from one end.
    Some {
        /// What they take.
        fault: ValuesError,
        /// The option that asks for them.
        option: OptionName,
    },
    /// The families that have them.
    Subsets {
        /// The most that are listed.
        most: usize,
    },
    /// Those below a loss.
    Below {
        /// What they take.
        fault: ValuesError,
    },
    /// All of them, with weight decay.
    Decayed {
        /// Their families.
        families: BigUint,
        /// The most whose values are listed.
        most: u64,
    },
    /// Families with weight decay whose values are one, or may be.
    Together {
        /// The most that are held at once.
        most: usize,
    },
}

impl Worded for ValuesLimit {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        let (lowest, highest) = (say(OptionName::Lowest), say(OptionName::Highest));
        match self {
            Self::All(fault) => write!(out, "{fault}; use {lowest} K or {highest} K"),
            Self::Some { fault, option } => {
                write!(out, "{fault}; ask {} for fewer", say(*option))
            }
            Self::Subsets { most } => write!(
                out,
                "these values have more than {most} families, the most that are listed; ask for fewer, or \
                 leave out {}",
                say(OptionName::Subsets)
            ),
            Self::Below { fault } => {
                write!(out, "{fault}; ask {} for fewer", say(OptionName::Below))
            }
            Self::Decayed { families, most } => write!(
                out,
                "{families} families are more than the {most} whose values are listed at once; use \
                 {lowest} K or {highest} K"
            ),
            Self::Together { most } => write!(
                out,
                "the next value has more than {most} families, or values so near to it that their precision does not \
                 tell them apart: more than are held at once"
            ),
        }
    }
}
