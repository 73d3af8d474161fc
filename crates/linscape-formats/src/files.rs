//! Files and streams: what is read, what is written, and how foreign text is shown.
//!
//! An output is opened before the work and appears whole or not at all; names that mean a stream are known in one
//! place. Foreign text is shown without the control characters that it may hold.

mod ascii;
mod document;
mod fitted;
mod held_files;
mod json_file;
mod open_outputs;
mod output;
mod output_error;
mod place;
mod screen;
mod sink;
mod visible;
mod whole_file;

pub use document::read_document;
pub use fitted::FittedText;
pub use held_files::{hold_file, release_file};
pub use json_file::read_json;
pub use open_outputs::remove_unfinished_outputs;
pub use output::{OutputFile, bytes_written};
pub use output_error::OutputError;
pub use place::is_stream;
pub use screen::Screen;
pub use visible::{VisibleText, visible};
pub use whole_file::{WholeFileError, read_whole};

pub(crate) use ascii::ascii;
pub(crate) use whole_file::STANDARD_INPUT;
