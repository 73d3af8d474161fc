//! What is asked: widths, singular values with multiplicities, the subsets that name families, and when two
//! numbers count as one.

mod architecture;
mod biases;
mod binary_scale;
mod exact_number;
mod loss_convention;
mod natural_units;
mod precision;
mod problem;
mod root;
mod spectrum;
mod squares;
mod subset;
mod surd;
mod tolerance;
mod whole_network;

pub use architecture::{Architecture, ArchitectureError};
pub use biases::{BiasPlace, Biases, BiasesError};
pub use binary_scale::{BinaryScale, euclidean_length};
pub use exact_number::{ExactNumberError, parse_exact};
pub use loss_convention::{LossConvention, LossConventionError};
pub use natural_units::NaturalUnits;
pub use precision::Precision;
pub use problem::{Problem, ProblemError};
pub use root::{root, root_power};
pub use spectrum::{Spectrum, SpectrumError};
pub use squares::Squares;
pub use subset::{SingularSubset, SubsetError};
pub use surd::Surd;
pub use tolerance::{Origin, Threshold, Tolerance};

pub(crate) use squares::{ExactSum, Units};
