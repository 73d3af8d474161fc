//! Commands about all families at once.
//!
//! They list families or count them, and write the list as a table, as JSON or as a graph; `listed` holds what they
//! have in common.

mod check;
pub(crate) mod dump;
pub(crate) mod graph;
pub(crate) mod learning;
mod listed;
pub(crate) mod report;
pub(crate) mod values;

pub(crate) use check::check;
pub(crate) use listed::{LandscapeArguments, ListedLandscape, finished};
