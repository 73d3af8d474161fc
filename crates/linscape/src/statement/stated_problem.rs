//! A problem with its provenance and the way back to the user's coordinates.

use super::KnownDecay;
use crate::{BiasesBy, Note, TaskError, Unaware};
use linscape_critical::{Biases, Problem, ProblemError};
use linscape_network::{Dataset, Reduction, Target};
use serde_json::Value;
use std::sync::{Arc, OnceLock};

/// A problem, where it came from, and what leads back to the coordinates it was given in.
#[derive(Debug, Clone)]
pub struct StatedProblem {
    /// The problem, its loss in the convention asked for.
    pub problem: Problem,
    /// The `source` object of its documents.
    pub source: Option<Value>,
    /// What readers took for something else than data, and questions: to be told to whoever asks.
    pub notes: Vec<Note>,
    pub(crate) origin: Origin,
    /// The data, where it was stated by data.
    pub(crate) samples: Option<StatedSamples>,
    /// Who says which layers have biases: weights may say so unless somebody else has.
    pub(crate) biases_by: BiasesBy,
    /// The same problem with the biases that weights turned out to have.
    pub(crate) other: Arc<OnceLock<(Biases, StatedProblem)>>,
    /// Its weight decay.
    pub(crate) decay: Option<KnownDecay>,
}

/// What is known beside the singular values.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    /// Singular values were given: Σ is diagonal.
    Spectrum,
    /// A matrix or data were given.
    Bases(Box<Reduction>),
    /// A document: the bases are lost.
    Document,
}

impl StatedProblem {
    /// Whether more is known than a document says, so that weights can be written.
    #[must_use]
    pub fn has_bases(&self) -> bool {
        !matches!(self.origin, Origin::Document)
    }

    /// The way back to the given coordinates, unless only a document is known.
    #[must_use]
    pub fn reduction(&self) -> Option<Reduction> {
        match &self.origin {
            Origin::Spectrum => Some(Reduction::of_spectrum(self.problem.clone())),
            Origin::Bases(reduction) => Some((**reduction).clone()),
            Origin::Document => None,
        }
    }

    /// Whether second moments stand for samples.
    pub(crate) fn is_of_moments(&self) -> bool {
        self.source.as_ref().is_some_and(|source| source["kind"] == "moments")
    }

    /// Whether the data were saved about their means.
    pub(crate) fn is_centered(&self) -> bool {
        self.source.as_ref().is_some_and(|source| source["center"] == true)
    }

    /// Whether a choice of weights means the data's own.
    pub(crate) fn own_weights_decay(&self, on: &str) -> bool {
        let Origin::Bases(reduction) = &self.origin else { return false };
        let is_of_moments = self.is_of_moments();
        match on {
            "data" => reduction.stretches().is_some(),
            "auto" => self.problem.samples().is_some() && !is_of_moments,
            _ => false,
        }
    }

    /// The same with the loss in the convention asked for.
    ///
    /// # Errors
    /// When the convention averages and there are no samples.
    pub fn in_convention(&self) -> Result<Option<Reduction>, ProblemError> {
        let convention = self.problem.convention();
        let reduction = self.reduction();
        let changed = reduction.map(|found| found.map_problem(|old| old.with_loss(convention)));
        changed.transpose()
    }

    /// Refuses biases where they are not known.
    pub(crate) fn refuse_biases(&self, what: Unaware) -> Result<(), TaskError> {
        if self.problem.biases().is_none() {
            return Ok(());
        }
        Err(TaskError::BiasesNotHere { what })
    }

    /// Refuses a last bias that decays where that is not known.
    pub(crate) fn refuse_offset_decay(&self, what: &'static str) -> Result<(), TaskError> {
        if self.problem.offset_decay() > 0.0 {
            return Err(TaskError::BiasDecayNotHere { what });
        }
        Ok(())
    }

    /// The samples, where the problem was stated by them.
    #[must_use]
    pub fn data(&self) -> Option<&Dataset> {
        self.samples.as_ref().map(|stated| &stated.data)
    }

    /// The problem in singular bases in which closed forms can be checked; types and inertia depend on
    /// none.
    #[must_use]
    pub fn target(&self) -> Target {
        match &self.origin {
            Origin::Bases(reduction) => reduction.target().with_problem(self.problem.clone()),
            Origin::Spectrum | Origin::Document => Target::standard(&self.problem),
        }
    }
}

/// What a problem on data needs to be stated again with the biases that weights turn out to have.
#[derive(Debug, Clone)]
pub(crate) struct StatedSamples {
    /// The data as the network sees them: neither means taken off for biases, nor ones added.
    pub(crate) data: Dataset,
    /// What the inputs are called.
    pub(crate) file: String,
    /// `--tolerance`.
    pub(crate) tolerance: Option<f64>,
}
