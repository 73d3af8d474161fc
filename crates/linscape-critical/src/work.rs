//! How work is done: watched and interrupted by an observer, random by named streams.
//!
//! Whoever waits for long work hears of it and can stop it; what cannot ask is left behind on a thread of its own.
//! Memory is estimated before it is taken, and a seed with a name gives the same numbers everywhere.

mod abandonable;
mod memory;
mod observer;
mod random_stream;

pub use abandonable::{abandonable, leaves_work_behind};
pub use memory::{LARGEST_WORK, TooLarge, room_for};
pub use observer::{Observer, Progress};
pub use random_stream::RandomStream;
