//! The weight decay inside a problem.

use linscape_decay::{BiasDecay, Coordinates, Decay, DecayedProblem};
use linscape_formats::StoredOwnDecay;
use linscape_network::Reduction;
use linscape_points::{OwnCase, OwnProblem};

/// The weight decay of a problem, as far as it is known.
#[derive(Debug, Clone)]
pub(crate) enum KnownDecay {
    /// Families are words.
    Words(Box<DecayedProblem>),
    /// Of the data's own weights, where points are a list.
    Points(Box<OwnDecay>),
    /// The same in a document, which holds no data.
    WithoutData,
}

impl KnownDecay {
    /// What a document without data says.
    pub(crate) fn of_document(
        words: Option<DecayedProblem>,
        own: Option<StoredOwnDecay>,
    ) -> Option<Self> {
        let words = words.map(|words| Self::Words(Box::new(words)));
        words.or_else(|| own.map(|_| Self::WithoutData))
    }
}

/// The decay of a saved problem, from which options state another.
#[derive(Debug, Clone)]
pub(crate) struct KeptDecay {
    /// In units of `½‖·‖²`.
    pub(crate) decay: Decay,
    /// That of the biases, likewise.
    pub(crate) biases: Option<BiasDecay>,
    /// Whose weights decay, in the words of the options.
    pub(crate) on: &'static str,
    /// Whether families of isotropic inputs are followed to the data.
    pub(crate) is_continued: bool,
}

impl KeptDecay {
    /// `None` where a document has left the data behind that the decay is of.
    pub(crate) fn of(known: &KnownDecay) -> Option<Self> {
        match known {
            KnownDecay::Words(problem) => Some(Self {
                decay: problem.decay().clone(),
                biases: problem.bias_decay().cloned(),
                on: match problem.coordinates() {
                    Coordinates::Whitened => "whitened",
                    Coordinates::Activations => "activations",
                    Coordinates::Isotropic { .. } | Coordinates::Autoencoder { .. } => "data",
                },
                is_continued: false,
            }),
            KnownDecay::Points(found) => Some(Self {
                decay: found.own.decay().clone(),
                biases: None,
                on: if matches!(found.case, OwnCase::CoDiagonal { .. }) { "data" } else { "auto" },
                is_continued: found.case == OwnCase::Continued,
            }),
            KnownDecay::WithoutData => None,
        }
    }
}

/// A problem whose own weights decay, and what is known of it.
#[derive(Debug, Clone)]
pub(crate) struct OwnDecay {
    pub(crate) own: OwnProblem,
    pub(crate) case: OwnCase,
}

impl OwnDecay {
    /// Decay of the weights of data, the loss in the reduction's convention; `None` where there are no
    /// inputs, or no case holds.
    pub(crate) fn new(
        reduction: &Reduction,
        decay: Decay,
        aligned: bool,
        continued: bool,
    ) -> Option<Self> {
        let own = OwnProblem::new(reduction, decay)?;
        let case = own.case(aligned, continued)?;
        Some(Self { own, case })
    }

    /// What was saved with its data.
    pub(crate) fn kept(reduction: &Reduction, stored: StoredOwnDecay) -> Option<Self> {
        let StoredOwnDecay { decay, is_aligned, is_continued, .. } = stored;
        Self::new(reduction, decay, is_aligned, is_continued)
    }
}
