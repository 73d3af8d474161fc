//! What commands do with `--decay`.

mod each_file;
mod landscape;
pub(super) mod own;
mod points;

pub(super) use landscape::{dump, finished, listed, picture, report};
pub(super) use points::{classify, represent, spectrum, verify};
