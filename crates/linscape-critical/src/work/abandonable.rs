//! Work that cannot ask whether to stop.

use super::{Observer, Progress};
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// How often the observer is asked in place of the work.
const PERIOD: Duration = Duration::from_millis(20);

/// How long work is waited for once it was asked to stop: it may be about to end.
const GRACE: Duration = Duration::from_millis(100);

/// Does work that asks nobody, such as one large decomposition, on a thread of its own, and asks
/// the observer meanwhile. `Break` leaves the thread behind a tenth of a second after the observer
/// said so: it ends with its work or with the program, and what it finds is dropped.
///
/// Whoever asked to stop does not wait for a decomposition, and what was computed before it is not
/// lost.
///
/// # Edge cases
/// On a thread of a rayon pool the work is done in place: a pool whose threads wait cannot serve
/// the work that they wait for.
///
/// # Panics
/// When the work does.
///
/// # Examples
/// ```
/// use linscape_critical::{Observer, Progress, abandonable};
/// use std::ops::ControlFlow::{self, Break, Continue};
/// struct Impatient;
/// impl Observer for Impatient {
///     fn advance(&self, _: Progress) -> ControlFlow<()> {
///         Break(())
///     }
/// }
/// let start = Progress { done: 0, total: None };
/// assert_eq!(abandonable(&(), start, || 6 * 7), Continue(42));
/// let long = || std::thread::sleep(std::time::Duration::from_secs(3600));
/// assert_eq!(abandonable(&Impatient, start, long), Break(()));
/// ```
pub fn abandonable<T: Send + 'static>(
    observer: &dyn Observer,
    progress: Progress,
    work: impl FnOnce() -> T + Send + 'static,
) -> ControlFlow<(), T> {
    if !leaves_work_behind() {
        return ControlFlow::Continue(work());
    }
    let (finished, outcome) = channel();
    let thread = thread::spawn(move || {
        // Nobody may be waiting any more.
        drop(finished.send(work()));
    });
    let mut wait = PERIOD;
    loop {
        match outcome.recv_timeout(wait) {
            Ok(found) => return ControlFlow::Continue(found),
            Err(RecvTimeoutError::Timeout) if wait == GRACE => return ControlFlow::Break(()),
            Err(RecvTimeoutError::Timeout) if observer.advance(progress).is_break() => wait = GRACE,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => match thread.join() {
                Err(panic) => resume_unwind(panic),
                Ok(()) => unreachable!("work that ends sends what it found"),
            },
        }
    }
}

/// Whether [`abandonable`] leaves work behind here: not on a thread of a rayon pool, nor where there are no threads.
#[must_use]
pub fn leaves_work_behind() -> bool {
    !cfg!(target_family = "wasm") && rayon::current_thread_index().is_none()
}
