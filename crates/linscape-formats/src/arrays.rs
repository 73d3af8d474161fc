//! Matrices and labels from files: csv, npy, npz.
//!
//! One reader a format; what a file is, which rows are names and which columns are indices is decided here once for
//! all questions. Errors name file, row and column.

mod array_file;
mod blocks;
pub(crate) mod csv;
mod excerpt;
mod label_file;
mod labels;
mod matrix_file;
pub(crate) mod npy;
pub(crate) mod plain_text;
mod read_error;
mod read_matrix;
mod tables;

pub use array_file::may_be_table;
pub use blocks::{MatrixBlocks, PendingRows};
pub use csv::{CsvError, parse_csv, parse_csv_labels, parse_csv_table};
pub use label_file::{read_labels, read_labels_of, read_stored_labels};
pub use labels::{LabelError, Labels};
pub use matrix_file::{read_matrix, read_stored_matrix};
pub use npy::{NpyError, NpzError, parse_npy, parse_npy_labels, parse_npz, parse_stored_npy};
pub use read_error::{ReadError, ReadFault};
pub use read_matrix::ReadMatrix;
pub use tables::{
    ColumnList, HeaderChoice, IndexChoice, IndexContent, TableNote, TableOptionError, TableOptions,
};

pub(crate) use array_file::{ArrayFormat, locate, read_array};
pub(crate) use excerpt::excerpt;
pub(crate) use labels::is_not_finite;
pub(crate) use npy::NpzFile;
pub(crate) use npy::{array_if_there, member_text};
