//! A progress bar and Ctrl-C, as an observer of long work.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use linscape_critical::{Observer, Progress};
use std::ops::ControlFlow;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Set by the first Ctrl-C; the second one ends the program.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// From now on the first Ctrl-C (or termination) asks long work to stop and write what it has; the
/// second one ends the program and removes unfinished outputs.
pub(crate) fn watch_for_interrupts() {
    let watching = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::SeqCst) {
            linscape_formats::remove_unfinished_outputs();
            std::process::exit(130);
        }
    });
    // Without a handler the system's own way of ending a program remains.
    drop(watching);
}

/// Whether work was asked to stop.
pub(crate) fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Shows progress on a terminal (never in a pipe) and stops when interrupted.
#[derive(Debug)]
pub(crate) struct TerminalObserver {
    bar: ProgressBar,
    shown: Once,
}

/// Work that is done by then shows no bar.
const PATIENCE: Duration = Duration::from_millis(300);

impl TerminalObserver {
    /// A bar that appears after a moment, so that quick work shows none.
    pub(crate) fn new(task: &'static str) -> Self {
        let bar = ProgressBar::hidden().with_message(task);
        let template = "{msg} {human_pos}/{human_len} {wide_bar} {elapsed}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar, shown: Once::new() }
    }

    /// A line of text that changes, for work of unknown length.
    pub(crate) fn spinner() -> Self {
        let bar = ProgressBar::hidden();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}  {elapsed}") {
            bar.set_style(style);
        }
        Self { bar, shown: Once::new() }
    }

    /// Changes the text.
    pub(crate) fn say(&self, text: String) {
        self.bar.set_message(text);
        if self.bar.elapsed() > PATIENCE {
            self.show();
        }
    }

    /// Draws on standard error, and only when that is a terminal.
    fn show(&self) {
        self.shown.call_once(|| {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.enable_steady_tick(Duration::from_millis(200));
        });
    }
}

impl Observer for TerminalObserver {
    fn advance(&self, progress: Progress) -> ControlFlow<()> {
        if let Some(total) = progress.total {
            self.bar.set_length(total);
        }
        self.bar.set_position(progress.done);
        if self.bar.elapsed() > PATIENCE {
            self.show();
        }
        if is_interrupted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl Drop for TerminalObserver {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
