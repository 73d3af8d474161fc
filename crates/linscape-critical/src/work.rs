//! How work is done: watched and interrupted by an observer, random by named streams.

mod observer;
mod random_stream;

pub use observer::{Observer, Progress};
pub use random_stream::RandomStream;
