//! What commands do with `--decay`.

mod landscape;
mod points;

pub(super) use landscape::{dump, graph, report};
pub(super) use points::{classify, represent, spectrum, verify};
