//! Work without the interpreter's lock that shows progress and stops when Python is interrupted.

use crate::threads::{leave, pool};
use linscape_critical::{Observer, Progress};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use rayon::ThreadPool;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// How often Python is asked for signals and told of progress.
const PERIOD: Duration = Duration::from_millis(50);

/// How long work is waited for once it was asked to stop.
const GRACE: Duration = Duration::from_millis(250);

/// What the working and the waiting thread tell each other.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    stopped: AtomicBool,
    done: AtomicU64,
    /// Zero when it is not known.
    total: AtomicU64,
}

impl Observer for Watch {
    fn advance(&self, progress: Progress) -> ControlFlow<()> {
        self.done.store(progress.done, Ordering::Relaxed);
        self.total.store(progress.total.unwrap_or(0), Ordering::Relaxed);
        if self.stopped.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }
}

impl Watch {
    /// Lets Python handle its signals and calls `progress(done, total)`.
    fn tell(&self, py: Python<'_>, progress: Option<&Py<PyAny>>) -> PyResult<()> {
        py.check_signals()?;
        let Some(progress) = progress else { return Ok(()) };
        let total = self.total.load(Ordering::Relaxed);
        let done = self.done.load(Ordering::Relaxed);
        progress.call1(py, (done, (total > 0).then_some(total)))?;
        Ok(())
    }
}

/// Does quick work: without the lock, but unwatched.
pub(crate) fn quick<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    let pool = pool()?;
    Ok(py.detach(|| pool.install(work)))
}

/// Does long work on other threads while this one waits, lets Python handle its signals and calls
/// `progress(done, total)` now and then. Whatever either raises stops the work and is raised here, a quarter of a
/// second later at the latest: work that is in a long step by then, such as a large decomposition, is left behind
/// with the threads it runs on, and ends at its next question.
pub(crate) fn watched<T: Send + 'static>(
    py: Python<'_>,
    progress: Option<&Py<PyAny>>,
    work: impl FnOnce(&Watch) -> T + Send + 'static,
) -> PyResult<T> {
    let pool = pool()?;
    let watch = Arc::new(Watch::default());
    let (sender, receiver) = channel();
    let theirs = watch.clone();
    pool.spawn(move || {
        let found = catch_unwind(AssertUnwindSafe(|| work(&theirs)));
        // Nobody may be waiting any more.
        drop(sender.send(found));
    });
    let (pool, waiting) = (&pool, &watch);
    match py.detach(move || wait(pool, waiting, progress, &receiver))? {
        Ok(found) => {
            watch.tell(py, progress)?;
            Ok(found)
        }
        Err(panic) => resume_unwind(panic),
    }
}

/// What the work finds, or what Python raises meanwhile.
fn wait<T>(
    pool: &Arc<ThreadPool>,
    watch: &Watch,
    progress: Option<&Py<PyAny>>,
    receiver: &Receiver<thread::Result<T>>,
) -> PyResult<thread::Result<T>> {
    loop {
        match receiver.recv_timeout(PERIOD) {
            Ok(found) => return Ok(found),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("the work ended without a result"));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if let Err(raised) = Python::attach(|py| watch.tell(py, progress)) {
            watch.stopped.store(true, Ordering::Relaxed);
            if receiver.recv_timeout(GRACE).is_err() {
                leave(pool);
            }
            return Err(raised);
        }
    }
}
