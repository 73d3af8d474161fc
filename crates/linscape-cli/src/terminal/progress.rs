//! A progress bar and Ctrl-C, as an observer of long work.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use linscape_critical::{Observer, Progress};
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{LazyLock, Once};
use std::time::{Duration, Instant};

/// Set by the first Ctrl-C; the second one ends the program.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// How often work has asked whether to stop since it was asked to.
static ASKED: AtomicU64 = AtomicU64::new(0);

/// Milliseconds from the start of the program to the last time that work asked; 0 before the first.
static LAST_ASKED: AtomicU64 = AtomicU64::new(0);

/// The start of the program.
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// How long work that has not asked lately may go on after Ctrl-C: reading from a pipe into which
/// nobody writes, decomposing a large matrix.
const PATIENCE_WITH_THE_DEAF: Duration = Duration::from_millis(400);

/// How long work may take that asks now and then, or writes what it has.
const PATIENCE_WITH_THE_SLOW: Duration = Duration::from_secs(3);

/// From now on the first Ctrl-C (or termination) asks long work to stop and write what it has; the
/// second one ends the program and removes unfinished outputs. So does the first one when nobody
/// turns out to listen.
pub(crate) fn watch_for_interrupts() {
    LazyLock::force(&START);
    let watching = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::SeqCst) {
            linscape_formats::remove_unfinished_outputs();
            std::process::exit(130);
        }
        std::thread::spawn(end_when_nobody_listens);
    });
    // Without a handler the system's own way of ending a program remains.
    drop(watching);
}

/// Ends the program unless work asks whether to stop, or writes.
fn end_when_nobody_listens() {
    let silence = milliseconds().saturating_sub(LAST_ASKED.load(Ordering::Relaxed));
    let is_deaf = u128::from(silence) > PATIENCE_WITH_THE_SLOW.as_millis();
    let (signs_before, time_before) = (signs_of_life(), processor_time());
    std::thread::sleep(PATIENCE_WITH_THE_DEAF);
    // Who computes may be on the way to the next question; who does not, waits for somebody else.
    let is_at_work = time_before.is_none() || processor_time() != time_before;
    let mut goes_on = signs_of_life() != signs_before;
    if !goes_on && !is_deaf && is_at_work {
        std::thread::sleep(PATIENCE_WITH_THE_SLOW.saturating_sub(PATIENCE_WITH_THE_DEAF));
        goes_on = signs_of_life() != signs_before;
    }
    while goes_on {
        let before = signs_of_life();
        std::thread::sleep(PATIENCE_WITH_THE_SLOW);
        goes_on = signs_of_life() != before;
    }
    linscape_formats::remove_unfinished_outputs();
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(std::io::stderr(), "linscape: interrupted; nothing was written");
    std::process::exit(130);
}

/// Grows whenever work asks whether to stop after it was asked to, and with what it writes.
fn signs_of_life() -> u64 {
    ASKED.load(Ordering::Relaxed) + linscape_formats::bytes_written()
}

/// Processor time of this program in ticks of the system, where the system says so.
fn processor_time() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name in brackets; user and system time are fields 14 and 15.
    let (_, fields) = status.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11);
    Some(times.next()?.parse::<u64>().ok()? + times.next()?.parse::<u64>().ok()?)
}

fn milliseconds() -> u64 {
    // At least one: zero stands for never.
    u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX).max(1)
}

/// Whether work was asked to stop. Whoever asks is expected to stop soon after the answer is yes.
pub(crate) fn is_interrupted() -> bool {
    let interrupted = INTERRUPTED.load(Ordering::SeqCst);
    LAST_ASKED.store(milliseconds(), Ordering::Relaxed);
    if interrupted {
        ASKED.fetch_add(1, Ordering::Relaxed);
    }
    interrupted
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
