//! Files and streams: what is read, what is written, and how foreign text is shown.

mod ascii;
mod document;
mod fitted;
mod held_files;
mod json_file;
mod output;
mod output_error;
mod screen;
mod visible;
mod whole_file;

pub use document::read_document;
pub use fitted::FittedText;
pub use held_files::{hold_file, release_file};
pub use json_file::read_json;
pub use output::{OutputFile, bytes_written, is_stream, remove_unfinished_outputs};
pub use output_error::OutputError;
pub use screen::Screen;
pub use visible::{VisibleText, visible};
pub use whole_file::{WholeFileError, read_whole};

pub(crate) use ascii::ascii;
pub(crate) use whole_file::STANDARD_INPUT;
