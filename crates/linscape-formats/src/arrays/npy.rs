//! NumPy's arrays and archives of them.
//!
//! The header is read by hand, because it decides which of many element types follows and in which order; a
//! truncated or strange one is refused with what is wrong in it.

mod array;
mod element;
mod error;
mod header;
mod labels;
mod matrix;
mod npz_archive;
mod npz_file;

pub use error::NpyError;
pub use labels::parse_npy_labels;
pub use matrix::{parse_npy, parse_stored_npy};
pub use npz_archive::{NpzError, parse_npz};

pub(crate) use array::NpyArray;
pub(crate) use element::{NpyElement, half_precision};
pub(crate) use header::NpyHeader;
pub(crate) use npz_archive::{NpzArchive, array_if_there, member_text, with_array};
pub(crate) use npz_file::NpzFile;
