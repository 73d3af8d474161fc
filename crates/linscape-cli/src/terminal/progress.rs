//! A progress bar and Ctrl-C, as an observer of long work.

use super::speech::say;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use linscape_critical::{Observer, Progress};
use linscape_lapack::end_at_once;
use std::collections::HashMap;
use std::ffi::OsString;
use std::io::Write;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Set by the first Ctrl-C; the second one ends the program.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// How long work may take from the signal to its end, or to the next bytes that it writes: with [`BREATH`]
/// and the end of the program, half a second.
const PATIENCE: Duration = Duration::from_millis(400);

/// How often signs of life are looked for.
const BREATH: Duration = Duration::from_millis(10);

/// Processor time that the busiest thread, or all on as many cores as there are, have in this patience at least,
/// unless none takes any: on a machine with much else to do time passes without it.
const OWN_TIME: Duration = Duration::from_millis(300);

/// How long work is waited for whatever happens.
const LONGEST: Duration = Duration::from_secs(8);

/// From now on the first Ctrl-C (or termination) asks long work to stop and write what it has; the
/// second one ends the program and removes unfinished outputs. So does the first one when nobody
/// turns out to listen.
pub(crate) fn watch_for_interrupts() {
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

/// Ends the program when work that was asked to stop neither ends nor writes.
fn end_when_nobody_listens() {
    let (start, mut has_said) = (Instant::now(), false);
    let (mut since, mut written) = (start, linscape_formats::bytes_written());
    let mut had = ProcessorTimes::now();
    while since.elapsed() < LONGEST {
        std::thread::sleep(BREATH);
        let now = linscape_formats::bytes_written();
        if now != written {
            if !has_said && start.elapsed() >= PATIENCE {
                has_said = true;
                say("linscape: interrupted; writing what there is (Ctrl-C again ends it at once)");
            }
            (since, written, had) = (Instant::now(), now, ProcessorTimes::now());
            continue;
        }
        if since.elapsed() >= PATIENCE && had.is_enough(&ProcessorTimes::now()) {
            break;
        }
    }
    linscape_formats::remove_unfinished_outputs();
    say("linscape: interrupted; nothing was written");
    end_at_once(130);
}

/// Processor times of this program, where the system says so: in ticks of a hundredth of a second.
struct ProcessorTimes {
    /// Of each thread there is.
    threads: HashMap<OsString, Duration>,
    /// Of all, those that have ended included.
    whole: Duration,
}

impl ProcessorTimes {
    fn now() -> Self {
        let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
        let named =
            threads.filter_map(|thread| Some((thread.file_name(), time_in(&thread.path())?)));
        Self {
            threads: named.collect(),
            whole: time_in(Path::new("/proc/self")).unwrap_or_default(),
        }
    }

    /// Whether what passed from here to `now` is enough. Who takes no time waits for somebody else, such as a pipe
    /// into which nobody writes; and where the system does not say, time that passes is had.
    fn is_enough(&self, now: &Self) -> bool {
        let taken = |(thread, time): (&OsString, &Duration)| {
            time.saturating_sub(self.threads.get(thread).copied().unwrap_or_default())
        };
        let most = now.threads.iter().map(taken).max().unwrap_or_default();
        let all = now.whole.saturating_sub(self.whole);
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        all.is_zero() || most >= OWN_TIME || all >= OWN_TIME * u32::try_from(cores).unwrap_or(1)
    }
}

/// The time in the status of a process or a thread.
fn time_in(folder: &Path) -> Option<Duration> {
    let status = std::fs::read_to_string(folder.join("stat")).ok()?;
    // Behind the name in brackets; user and system time are fields 14 and 15.
    let (_, fields) = status.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11);
    let ticks = times.next()?.parse::<u64>().ok()? + times.next()?.parse::<u64>().ok()?;
    Some(Duration::from_millis(10 * ticks))
}

/// Whether work was asked to stop. Whoever asks is expected to stop soon after the answer is yes.
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
