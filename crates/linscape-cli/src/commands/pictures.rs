//! Commands that draw.

pub(crate) mod plot;
pub(crate) mod view;
