//! Commands about single families, strata and weights.
//!
//! One stratum or many points of it, weights that were given or weights that are made: what they are, and whether
//! theorem and numerics agree about them.

mod certificates;
pub(crate) mod classify;
mod classify_exactly;
pub(crate) mod explain;
mod offending_file;
pub(crate) mod represent;
pub(crate) mod spectrum;
pub(crate) mod strata;
pub(crate) mod verify;

pub(crate) use certificates::{CertificateFile, conclude};
pub(crate) use offending_file::OffendingFile;
