//! Commands about all families at once.

mod check;
pub(crate) mod dump;
pub(crate) mod graph;
pub(crate) mod learning;
mod listed;
pub(crate) mod report;
pub(crate) mod values;

pub(crate) use check::check;
pub(crate) use listed::{LandscapeArguments, ListedLandscape, finished};
