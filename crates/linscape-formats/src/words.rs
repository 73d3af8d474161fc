//! How numbers, subsets and options are written wherever people read them, and what the words mean.
//!
//! An option is named here as each reader meets it, and numbers that differ are told apart.

mod exact_text;
mod glossary;
mod numbers_apart;
mod option_name;
mod subset_text;
mod type_name;
mod undecided;
mod voice;

pub use exact_text::exact_text;
pub(crate) use exact_text::surd_text;
pub use glossary::{
    Term, glossary, glossary_entries, write_glossary, write_glossary_page, write_term,
};
pub use numbers_apart::NumbersApart;
pub use option_name::OptionName;
pub use subset_text::{number_text, subset_text};
pub use type_name::{family_type_name, type_name};
pub use voice::{InWords, SaidOption, Voice, Worded};
