//! One command a file.

pub(crate) mod completions;
pub(crate) mod dump;
pub(crate) mod graph;
mod landscape;
pub(crate) mod report;
pub(crate) mod values;
