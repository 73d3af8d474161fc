//! Matrices and labels from files: csv, npy, npz.

mod array_file;
pub(crate) mod csv;
mod excerpt;
mod labels;
mod matrix_file;
pub(crate) mod npy;
mod read_error;
mod whole_file;

pub use csv::{CsvError, parse_csv, parse_csv_labels};
pub use labels::{LabelError, Labels, read_labels, read_labels_of};
pub use matrix_file::read_matrix;
pub use npy::{NpyError, NpzError, parse_npy, parse_npy_labels, parse_npz};
pub use read_error::{ReadError, ReadFault};
pub use whole_file::{WholeFileError, read_whole};

pub(crate) use array_file::{ArrayFormat, read_array};
pub(crate) use excerpt::excerpt;
pub(crate) use labels::is_not_finite;
