//! What readers say about the data they read.

use linscape_critical::numbered;
use linscape_formats::{OptionName, TableNote, Voice, Worded};
use std::fmt;

/// What a reader took for something else than data, or a question about the data.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// A line or column of a table was taken as names or index.
    Taken {
        /// The file or argument.
        file: String,
        /// What was taken.
        note: TableNote,
    },
    /// What second moments cannot tell from zero.
    LostInMoments {
        /// The file or argument.
        file: String,
        /// The length of an input direction over the longest, up to which it counts as none.
        shortest: f64,
    },
    /// A long file, of which no samples are kept.
    ReadInBlocks {
        /// The file.
        file: String,
    },
    /// One column of targets that look like numbers of classes.
    TargetsLikeClasses {
        /// The file or argument.
        file: String,
        /// How many different ones there are.
        classes: usize,
    },
    /// Without the moment of the outputs the loss that remains is not known.
    NoOutputMoment,
    /// There are fewer rows than columns, and nobody said where samples stand.
    SamplesInRows {
        /// The file or argument.
        file: String,
        /// The rows.
        samples: usize,
        /// The columns.
        features: usize,
    },
}

impl Note {
    /// Whether an answer is wanted: an option that confirms or changes what was taken.
    #[must_use]
    pub fn is_question(&self) -> bool {
        matches!(self, Self::SamplesInRows { .. })
    }
}

impl Worded for Note {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken { file, note } => write!(out, "{file}: {note}"),
            Self::LostInMoments { file, shortest } => write!(
                out,
                "{file}: moments square the condition number: input directions shorter than {shortest:.1e} \
                 of the longest are not told from none"
            ),
            Self::ReadInBlocks { file } => {
                write!(
                    out,
                    "{file}: long, and read in blocks: a factor of the data is kept, no samples"
                )
            }
            Self::TargetsLikeClasses { file, classes } => write!(
                out,
                "{file}: one output, the {classes} whole numbers of one range: a number to be fitted; if they are classes, \
                 give them as {} in place of {}",
                voice.option(OptionName::Labels),
                voice.option(OptionName::Targets)
            ),
            Self::NoOutputMoment => write!(
                out,
                "without {} losses start at κ = 0: what no network can learn is not in them",
                voice.option(OptionName::OutputMoment)
            ),
            Self::SamplesInRows { file, samples, features } => write!(
                out,
                "{file}: {} of {features} features, one sample a row; if samples stand in columns, say {} (and {} \
                 if not)",
                numbered(samples, "sample", "samples"),
                voice.choice(OptionName::SamplesIn, "columns"),
                voice.choice(OptionName::SamplesIn, "rows")
            ),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.word(Voice::Fields, f)
    }
}
