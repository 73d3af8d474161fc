//! Commands that draw.

mod live;
pub(crate) mod plot;
pub(crate) mod view;
