//! Commands that draw.

pub(crate) mod plot;
pub(crate) mod view;

pub(crate) use plot::{LowestValues, lowest_values};
