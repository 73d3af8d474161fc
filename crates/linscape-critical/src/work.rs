//! How work is done: watched and interrupted by an observer, random by named streams.

mod abandonable;
mod memory;
mod observer;
mod random_stream;

pub use abandonable::{abandonable, leaves_work_behind};
pub use memory::{LARGEST_WORK, TooLarge, room_for};
pub use observer::{Observer, Progress};
pub use random_stream::RandomStream;
