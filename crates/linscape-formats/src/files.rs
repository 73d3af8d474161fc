//! Files and streams: what is read, what is written, and how foreign text is shown.

mod json_file;
mod output;
mod visible;
mod whole_file;

pub use json_file::read_json;
pub use output::{OutputError, OutputFile, bytes_written, is_stream, remove_unfinished_outputs};
pub use visible::{VisibleText, visible};
pub use whole_file::{WholeFileError, read_whole};

pub(crate) use whole_file::STANDARD_INPUT;
