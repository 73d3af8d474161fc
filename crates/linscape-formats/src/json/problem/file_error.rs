//! Why a document holds no problem.

use crate::arrays::NpzError;
use linscape_critical::{
    ArchitectureError, BiasesError, ExactNumberError, LossConventionError, ProblemError,
    SpectrumError,
};
use linscape_decay::{BiasDecayError, DecayError, DecayedProblemError};
use thiserror::Error;

/// Why a document holds no problem.
#[derive(Debug, Error)]
pub enum ProblemFileError {
    /// Not JSON, or a field of the wrong kind or missing.
    #[error("not a problem document: {}", crate::json_fault(.0))]
    Json(serde_json::Error),
    /// A document of another kind or of a later version.
    #[error("schema '{schema}' is not known here; documents of linscape.…/1 are read")]
    Schema {
        /// The schema the document names.
        schema: String,
    },
    /// Neither list of singular values.
    #[error("the problem object has neither singular_values nor exact_singular_values")]
    NoSpectrum,
    /// The two lists of singular values differ.
    #[error("singular_values and exact_singular_values disagree at number {position}")]
    Spectra {
        /// 1-based position of the first difference.
        position: usize,
    },
    /// A derived number does not follow from the rest.
    #[error("the problem object says {field} = {stated}, but its other fields make it {derived}")]
    Inconsistent {
        /// The field.
        field: &'static str,
        /// What it says.
        stated: usize,
        /// What it should say.
        derived: usize,
    },
    /// Weights of samples that add up to nothing.
    #[error("a total weight of samples is positive, got {total}")]
    TotalWeight {
        /// The number.
        total: f64,
    },
    /// An archive that cannot be read.
    #[error(transparent)]
    Npz(#[from] NpzError),
    /// An archive of something else.
    #[error("not a problem that was saved by linscape: {reason}")]
    Archive {
        /// What is missing.
        reason: String,
    },
    /// A threshold below zero.
    #[error("threshold {value} of the tolerance object is negative")]
    Threshold {
        /// The number.
        value: f64,
    },
    /// A spectrum of other coordinates than the landscape's.
    #[error("a problem in '{coordinates}' coordinates is not read; the landscape's are whitened")]
    Coordinates {
        /// The coordinates the document names.
        coordinates: String,
    },
    /// Widths that are no network.
    #[error(transparent)]
    Architecture(#[from] ArchitectureError),
    /// An exact number that is none.
    #[error(transparent)]
    ExactNumber(#[from] ExactNumberError),
    /// Numbers that are no singular values.
    #[error(transparent)]
    Spectrum(#[from] SpectrumError),
    /// A loss convention that is none, or that needs samples.
    #[error(transparent)]
    Loss(#[from] LossConventionError),
    /// Weight decay that is none.
    #[error("decay: {0}")]
    Decay(#[from] DecayError),
    /// Decay of biases that is none.
    #[error("decay: {0}")]
    BiasDecay(#[from] BiasDecayError),
    /// Weight decay of another network.
    #[error("decay: {0}")]
    DecayedProblem(#[from] DecayedProblemError),
    /// Weight decay of unknown weights.
    #[error("the decay object does not say which weights decay: fields 'on', 'case', 'parameter'")]
    DecayCoordinates,
    /// Not one number a layer.
    #[error("decay: {given} numbers in 'layers', and the network has {depth} layers")]
    DecayLayers {
        /// Numbers in the list.
        given: usize,
        /// `h`.
        depth: usize,
    },
    /// The geometric mean does not follow from the layers.
    #[error("decay: the object says mean = {stated}, but its layers make it {derived}")]
    DecayMean {
        /// What it says.
        stated: f64,
        /// What it should say.
        derived: f64,
    },
    /// The two lists of decays differ.
    #[error("decay: layers and exact_layers disagree at layer {layer}")]
    DecayExact {
        /// 1-based layer of the first difference.
        layer: usize,
    },
    /// Biases of layers that cannot have them.
    #[error("biases: {0}")]
    Biases(#[from] BiasesError),
    /// Fields that do not fit together.
    #[error(transparent)]
    Problem(#[from] ProblemError),
}
