//! Files and streams: what is read, what is written, and how foreign text is shown.

mod input;
mod output;
mod visible;

pub use input::{read_input, read_json};
pub use output::{OutputError, OutputFile, is_stream, remove_unfinished_outputs};
pub use visible::{VisibleText, visible};
