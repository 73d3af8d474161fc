//! Readers, JSON records, graph files and tables of linscape.

mod array_file;
mod csv_labels;
mod csv_matrix;
mod csv_rows;
mod excerpt;
mod labels;
mod matrix_file;
mod npy_array;
mod npy_element;
mod npy_header;
mod npy_labels;
mod npy_matrix;
mod npz_archive;
mod output_file;
mod read_error;

pub use csv_labels::parse_csv_labels;
pub use csv_matrix::parse_csv;
pub use csv_rows::CsvError;
pub use labels::{LabelError, Labels, read_labels};
pub use matrix_file::read_matrix;
pub use npy_array::NpyError;
pub use npy_labels::parse_npy_labels;
pub use npy_matrix::parse_npy;
pub use npz_archive::{NpzError, parse_npz};
pub use output_file::{OutputError, OutputFile};
pub use read_error::{ReadError, ReadFault};
