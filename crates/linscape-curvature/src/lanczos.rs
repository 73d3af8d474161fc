//! Thick-restarted block Lanczos for any symmetric operator: both ends of a spectrum, copies included.
//!
//! It knows no network, only products with a vector. Copies of an eigenvalue are found because blocks are, and
//! every pair is given with its residual.

mod completeness;
mod eigen_pairs;
mod ends;
mod error;
mod found_ends;
mod krylov_basis;
mod options;
mod runs;
mod sweep;
mod symmetric_operator;
mod trust;

pub use eigen_pairs::{EigenPairs, LanczosStatus, SpectrumEnds};
pub use ends::spectrum_ends;
pub use error::LanczosError;
pub use options::LanczosOptions;
pub use symmetric_operator::SymmetricOperator;

pub(crate) use found_ends::FoundEnds;
pub(crate) use krylov_basis::KrylovBasis;
pub(crate) use runs::find_ends;
pub(crate) use sweep::{Goal, SAME, Sweep, SweepEnd, Swept};
pub(crate) use trust::Trust;
