//! What commands do with `--decay`.

mod landscape;
mod pictures;
mod points;

pub(super) use landscape::{dump, graph, report, values};
pub(super) use pictures::{Drawing, picture};
pub(super) use points::{classify, represent, spectrum, verify};
