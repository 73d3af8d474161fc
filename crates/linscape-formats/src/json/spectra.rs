//! Spectra of families and of weights.
//!
//! Eigenvalues with multiplicities, from closed forms or from numerics, in the same rows; eigenvectors are arrays
//! beside them.

mod closed_form;
mod family_spectrum;
mod spectrum_summary;
mod weights_spectrum_record;

pub use family_spectrum::FamilySpectrum;
pub use weights_spectrum_record::{SpectrumOfWeights, write_eigenvectors};

pub(crate) use closed_form::ClosedForm;
pub(crate) use spectrum_summary::{FIRST_COLUMNS, SPECTRUM_SCHEMA, SpectrumSummary};
