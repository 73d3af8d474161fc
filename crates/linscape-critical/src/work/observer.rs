//! Watching and stopping long work.

use std::ops::ControlFlow;

/// How far a long computation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Units of work done.
    pub done: u64,
    /// Units there are in all, when known.
    pub total: Option<u64>,
}

/// Somebody who is told of progress now and then and may ask to stop: a progress bar, Ctrl-C, a
/// notebook's interrupt. `()` watches nothing and never stops.
pub trait Observer: Sync {
    /// Called every few thousand units of work; [`ControlFlow::Break`] stops as soon as possible,
    /// keeping what was computed.
    fn advance(&self, progress: Progress) -> ControlFlow<()>;
}

impl Observer for () {
    fn advance(&self, _progress: Progress) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}
