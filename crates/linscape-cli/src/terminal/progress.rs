//! A progress bar and Ctrl-C, as an observer of long work.

use super::speech::say;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use linscape_critical::{Observer, Progress};
use linscape_lapack::end_at_once;
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{LazyLock, Once};
use std::time::{Duration, Instant};

/// Set by the first Ctrl-C; the second one ends the program.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Milliseconds from the start of the program to the last time that work asked; 0 before the first.
static LAST_ASKED: AtomicU64 = AtomicU64::new(0);

/// The start of the program.
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// How often work has asked whether to stop since it was asked to.
static ASKED: AtomicU64 = AtomicU64::new(0);

/// How long work may take to its next question, or the next bytes that it writes: with [`BREATH`] and
/// the end of the program, half a second.
const PATIENCE: Duration = Duration::from_millis(400);

/// How often signs of life are looked for.
const BREATH: Duration = Duration::from_millis(25);

/// Processor time that work has in its patience at least, unless it takes none: on a machine with
/// much else to do time passes without it.
const OWN_TIME: Duration = Duration::from_millis(300);

/// The same for work that asked so lately that it will ask again, or that was told to stop and puts
/// together what it has: its part would be lost.
const OWN_TIME_OF_LISTENERS: Duration = Duration::from_secs(1);

/// Work that asked within this time before it was to stop will ask again.
const LATELY: u64 = 1_500;

/// How long work is waited for whatever happens.
const LONGEST: Duration = Duration::from_secs(8);

/// From now on the first Ctrl-C (or termination) asks long work to stop and write what it has; the
/// second one ends the program and removes unfinished outputs. So does the first one when nobody
/// turns out to listen.
pub(crate) fn watch_for_interrupts() {
    LazyLock::force(&START);
    let watching = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::SeqCst) {
            linscape_formats::remove_unfinished_outputs();
            end_at_once(130);
        }
        std::thread::spawn(end_when_nobody_listens);
    });
    // Without a handler the system's own way of ending a program remains.
    drop(watching);
}

/// Ends an interrupted program whose outputs are finished: decompositions that were left behind may
/// still run.
pub(crate) fn end_of_interrupted(code: u8) {
    if INTERRUPTED.load(Ordering::SeqCst) {
        let _ = std::io::stdout().flush();
        end_at_once(code.into());
    }
}

/// Ends the program when work neither asks whether to stop nor writes.
fn end_when_nobody_listens() {
    let start = Instant::now();
    let asked_lately = match LAST_ASKED.load(Ordering::Relaxed) {
        // Work that has never asked will not begin to.
        0 => false,
        last => milliseconds().saturating_sub(last) < LATELY,
    };
    let (mut has_said, written) = (false, linscape_formats::bytes_written());
    let (mut since, mut signs, mut had) = (start, signs_of_life(), processor_time());
    while since.elapsed() < LONGEST {
        std::thread::sleep(BREATH);
        let is_writing = linscape_formats::bytes_written() != written;
        if start.elapsed() >= PATIENCE && !has_said && is_writing {
            has_said = true;
            say("linscape: interrupted; writing what there is (Ctrl-C again ends it at once)");
        }
        if signs_of_life() != signs {
            (since, signs, had) = (Instant::now(), signs_of_life(), processor_time());
            continue;
        }
        let listens = asked_lately || ASKED.load(Ordering::Relaxed) > 0;
        let least = if listens { OWN_TIME_OF_LISTENERS } else { OWN_TIME };
        let is_over = match (had, processor_time()) {
            // Who computes may be on the way to the next question; who takes no time waits for
            // somebody else: a pipe into which nobody writes.
            (Some(had), Some(now)) => now == had || now.saturating_sub(had) >= least,
            _ => true,
        };
        if since.elapsed() >= PATIENCE && is_over {
            break;
        }
    }
    linscape_formats::remove_unfinished_outputs();
    say("linscape: interrupted; nothing was written");
    end_at_once(130);
}

/// Grows whenever work asks whether to stop after it was asked to, and with what it writes.
fn signs_of_life() -> u64 {
    ASKED.load(Ordering::Relaxed) + linscape_formats::bytes_written()
}

/// Processor time of this program, where the system says so: in ticks of a hundredth of a second.
fn processor_time() -> Option<Duration> {
    let status = std::fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name in brackets; user and system time are fields 14 and 15.
    let (_, fields) = status.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11);
    let ticks = times.next()?.parse::<u64>().ok()? + times.next()?.parse::<u64>().ok()?;
    Some(Duration::from_millis(10 * ticks))
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
const QUICK: Duration = Duration::from_millis(300);

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

    /// The same for bytes.
    pub(crate) fn of_bytes(task: &'static str) -> Self {
        let new = Self::new(task);
        if let Ok(style) =
            ProgressStyle::with_template("{msg} {bytes}/{total_bytes} {wide_bar} {elapsed}")
        {
            new.bar.set_style(style);
        }
        new
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
        if self.bar.elapsed() > QUICK {
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
        if self.bar.elapsed() > QUICK {
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
