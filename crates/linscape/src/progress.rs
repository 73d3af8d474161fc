//! A progress bar and Ctrl-C, as an observer of long work.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use linscape_critical::{Observer, Progress};
use std::ops::ControlFlow;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Set by the first Ctrl-C; the second one ends the program.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Shows progress on a terminal (never in a pipe) and stops when interrupted.
#[derive(Debug)]
pub(crate) struct TerminalObserver {
    bar: ProgressBar,
    shown: Once,
}

/// Work that is done by then shows no bar.
const PATIENCE: Duration = Duration::from_millis(300);

impl TerminalObserver {
    /// Starts watching for Ctrl-C; the bar appears after a moment, so that quick work shows none.
    pub(crate) fn new(task: &'static str) -> Self {
        // A handler may be there already when a command observes two tasks.
        let _ = ctrlc::set_handler(|| {
            if INTERRUPTED.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
        });
        let bar = ProgressBar::hidden().with_message(task);
        let template = "{msg} {human_pos}/{human_len} {wide_bar} {elapsed}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar, shown: Once::new() }
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
        if INTERRUPTED.load(Ordering::SeqCst) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }
}

impl Drop for TerminalObserver {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
