//! One command a file.

pub(crate) mod completions;
pub(crate) mod dump;
pub(crate) mod graph;
mod landscape;
pub(crate) mod report;
pub(crate) mod represent;
pub(crate) mod spectrum;
pub(crate) mod strata;
pub(crate) mod values;
