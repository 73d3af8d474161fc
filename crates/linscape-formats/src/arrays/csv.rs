//! Comma-separated tables.

mod labels;
mod matrix;
mod number;
mod rows;

pub use labels::parse_csv_labels;
pub use matrix::{parse_csv, parse_csv_table};
pub use rows::CsvError;

pub(crate) use labels::parse_labels;
pub(crate) use number::{number, truth_value};
pub(crate) use rows::CsvRows;
