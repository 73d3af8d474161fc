//! What commands do with `--decay`.

mod landscape;
pub(super) mod own;
mod points;

pub(super) use landscape::{dump, graph, report};
pub(super) use points::{classify, represent, spectrum, verify};
