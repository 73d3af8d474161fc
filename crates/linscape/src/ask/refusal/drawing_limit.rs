//! Drawings with more in them than is drawn.

use linscape_formats::{OptionName, Voice, Worded};
use num_bigint::BigUint;
use std::fmt;
use thiserror::Error;

/// Drawings with more in them than is drawn.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub enum DrawingLimit {
    /// Connections of a graph.
    AllConnections {
        /// The families they would join.
        families: BigUint,
        /// The most of which all connections are drawn.
        most: usize,
    },
    /// Families of a page.
    Families {
        /// What was asked for.
        limit: usize,
        /// How many there are.
        families: BigUint,
        /// The most that are drawn.
        most: usize,
    },
    /// Steps and labels of a staircase.
    Values {
        /// The most steps.
        values: usize,
        /// The most labels.
        labels: usize,
    },
    /// A density of which only the ends are known.
    Density {
        /// The weights.
        file: String,
        /// Eigenvalues that are known.
        listed: usize,
        /// All of them.
        parameters: usize,
    },
}

impl Worded for DrawingLimit {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = |option| voice.option(option);
        match self {
            Self::AllConnections { families, most } => write!(
                out,
                "{families} families are more than {most}: only covers are drawn; leave {} away",
                say(OptionName::All)
            ),
            Self::Families { limit, families, most } => write!(
                out,
                "{} {limit} of {families} families is more than the {most} that are drawn",
                say(OptionName::Limit)
            ),
            Self::Values { values, labels } => write!(
                out,
                "at most {values} values are drawn and {labels} labelled; ask {} and {} for fewer",
                say(OptionName::Lowest),
                say(OptionName::Label)
            ),
            Self::Density { file, listed, parameters } => write!(
                out,
                "{file}: only {listed} of {parameters} eigenvalues are known, which is no density; {} \
                 draws both ends",
                voice.choice(OptionName::Curve, "cumulative")
            ),
        }
    }
}
