//! The weight decay inside a problem.

use linscape_decay::{Decay, DecayedProblem};
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
        let StoredOwnDecay { decay, is_aligned, is_continued } = stored;
        Self::new(reduction, decay, is_aligned, is_continued)
    }
}
