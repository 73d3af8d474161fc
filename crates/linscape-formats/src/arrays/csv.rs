//! Comma-separated tables.
//!
//! Delimiters, names of columns, indices and empty cells are recognised or asked for; a number is read as it is
//! written, and what is none is refused with its place.

mod error;
mod labels;
mod matrix;
mod number;
mod rows;

pub use error::CsvError;
pub use labels::parse_csv_labels;
pub use matrix::{parse_csv, parse_csv_table};

pub(crate) use labels::parse_labels;
pub(crate) use number::{number, truth_value};
pub(crate) use rows::CsvRows;
