//! Commands about all families at once.

pub(crate) mod dump;
pub(crate) mod graph;
pub(crate) mod learning;
mod listed;
pub(crate) mod report;
pub(crate) mod values;

pub(crate) use listed::{LandscapeArguments, ListedLandscape, finished};
