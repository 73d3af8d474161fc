//! Commands about single families, strata and weights.

pub(crate) mod classify;
pub(crate) mod explain;
mod offending_file;
pub(crate) mod represent;
pub(crate) mod spectrum;
pub(crate) mod strata;
pub(crate) mod verify;

pub(crate) use offending_file::OffendingFile;
