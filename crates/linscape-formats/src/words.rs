//! How numbers and subsets are written wherever people read them, and what the words mean.

mod glossary;
mod subset_text;

pub use glossary::{
    Term, glossary, glossary_entries, write_glossary, write_glossary_page, write_term,
};
pub use subset_text::{number_text, subset_text};
