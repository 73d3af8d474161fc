//! What commands do with `--decay`.
//!
//! Where a problem has weight decay, families are named by words or points by keys; each command looks here before
//! it goes its usual way, so that none ignores the decay.

mod each_file;
mod landscape;
pub(super) mod own;
mod points;

pub(super) use landscape::{dump, finished, listed, picture, report};
pub(super) use points::{classify, represent, spectrum, verify};
