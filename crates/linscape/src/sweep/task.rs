//! What a sweep asks of each problem.

use crate::SweepFlow;
use linscape_formats::PatternError;
use linscape_formats::weights_files;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A task with its settings; in JSON an object with `task`, or the name alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "lowercase", deny_unknown_fields)]
pub enum SweepTask {
    /// Counts and losses of the landscape, and of its strata.
    Landscape {
        /// List the lowest so many families only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<usize>,
        /// Keep the dump in the row.
        #[serde(default, skip_serializing_if = "is_false")]
        document: bool,
    },
    /// Theorem against numerics.
    Verify {
        /// One family only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subset: Option<SweepFamily>,
        /// So many random strata.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        samples: Option<std::num::NonZeroUsize>,
        /// The first so many strata.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<std::num::NonZeroUsize>,
        /// Descent is searched for in networks of at most so many parameters.
        #[serde(default = "usual_descent")]
        descent_up_to: usize,
        /// Keep the document in the row.
        #[serde(default, skip_serializing_if = "is_false")]
        document: bool,
    },
    /// A trajectory and the saddles it visits.
    Flow(SweepFlow),
    /// What weights are.
    Classify {
        /// A file, a pattern, or several: a row for each file.
        weights: OneOrMore,
        /// The tensors to take, from the input on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        layers: Option<Vec<String>>,
        /// The matrices are in × out kernels.
        #[serde(default, skip_serializing_if = "is_false")]
        transpose: bool,
        /// Move weights near a critical point onto it.
        #[serde(default, skip_serializing_if = "is_false")]
        refine: bool,
        /// Keep the document in the row.
        #[serde(default, skip_serializing_if = "is_false")]
        document: bool,
    },
}

/// A family: the modes it has learned, or its key, which with weight decay names the passes too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SweepFamily {
    /// Indices from 1.
    Learned(Vec<usize>),
    /// `1,2|3`.
    Key(String),
}

impl SweepFamily {
    /// As the command line takes it.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Learned(modes) => {
                modes.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
            }
            Self::Key(text) => text.clone(),
        }
    }
}

/// A text or a list of texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMore {
    /// One.
    One(String),
    /// A list.
    More(Vec<String>),
}

fn usual_descent() -> usize {
    crate::Verifier::default().descent_up_to
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

impl SweepTask {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Landscape { .. } => "landscape",
            Self::Verify { .. } => "verify",
            Self::Flow(_) => "flow",
            Self::Classify { .. } => "classify",
        }
    }

    /// Whether its result depends on a seed; the others run once for all seeds.
    pub(crate) fn is_random(&self) -> bool {
        matches!(self, Self::Verify { .. } | Self::Flow(_))
    }

    /// One task for each file of weights, by name or by pattern.
    pub(crate) fn split(self) -> Result<Vec<Self>, PatternError> {
        let Self::Classify { weights, layers, transpose, refine, document } = self else {
            return Ok(vec![self]);
        };
        let given: Vec<PathBuf> = match weights {
            OneOrMore::One(file) => vec![file.into()],
            OneOrMore::More(files) => files.into_iter().map(PathBuf::from).collect(),
        };
        let one = |file: PathBuf| Self::Classify {
            weights: OneOrMore::One(file.to_string_lossy().into_owned()),
            layers: layers.clone(),
            transpose,
            refine,
            document,
        };
        Ok(weights_files(&given)?.into_iter().map(one).collect())
    }
}
