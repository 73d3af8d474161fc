//! How numbers and subsets are written wherever people read them.

mod subset_text;

pub use subset_text::{number_text, subset_text};
