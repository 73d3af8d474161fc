//! Commands that draw.
//!
//! Curves and planes as SVG, PNG or PDF, and the page in which a landscape is explored, with the module of a
//! browser in it or without.

mod live;
pub(crate) mod plot;
pub(crate) mod view;
