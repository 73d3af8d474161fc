//! An observer in between, which remembers.

use linscape_critical::{Observer, Progress};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

/// Tells an observer of progress and remembers whether it asked to stop.
pub(super) struct Relay<'a> {
    to: &'a dyn Observer,
    has_broken: AtomicBool,
}

impl<'a> Relay<'a> {
    pub(super) fn new(to: &'a dyn Observer) -> Self {
        Self { to, has_broken: AtomicBool::new(false) }
    }

    pub(super) fn has_broken(&self) -> bool {
        self.has_broken.load(Ordering::Relaxed)
    }
}

impl Observer for Relay<'_> {
    fn advance(&self, progress: Progress) -> ControlFlow<()> {
        let answer = self.to.advance(progress);
        if answer.is_break() {
            self.has_broken.store(true, Ordering::Relaxed);
        }
        answer
    }
}
