//! One command a file.

pub(crate) mod classify;
pub(crate) mod completions;
pub(crate) mod dump;
pub(crate) mod explain;
pub(crate) mod flow;
pub(crate) mod graph;
mod landscape;
mod offending_file;
pub(crate) mod plot;
pub(crate) mod report;
pub(crate) mod represent;
pub(crate) mod spectrum;
pub(crate) mod strata;
pub(crate) mod sweep;
pub(crate) mod trace;
pub(crate) mod values;
pub(crate) mod verify;
pub(crate) mod view;
