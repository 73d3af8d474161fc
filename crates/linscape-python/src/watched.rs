//! Work without the interpreter's lock that shows progress and stops when Python is interrupted.

use crate::threads::pool;
use linscape_critical::{Observer, Progress};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// How often Python is asked for signals and told of progress.
const PATIENCE: Duration = Duration::from_millis(50);

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
/// `progress(done, total)` now and then. Whatever either raises stops the work and is raised here.
pub(crate) fn watched<T: Send>(
    py: Python<'_>,
    progress: Option<&Py<PyAny>>,
    work: impl FnOnce(&Watch) -> T + Send,
) -> PyResult<T> {
    let pool = pool()?;
    let watch = Watch::default();
    let (found, raised) = py.detach(|| {
        let (sender, receiver) = channel();
        pool.in_place_scope(|scope| {
            let watch = &watch;
            scope.spawn(move |_| {
                // The receiver is there until the work is done.
                let _ = sender.send(work(watch));
            });
            let mut raised = None;
            loop {
                match receiver.recv_timeout(PATIENCE) {
                    Ok(found) => return (Some(found), raised),
                    Err(RecvTimeoutError::Disconnected) => return (None, raised),
                    Err(RecvTimeoutError::Timeout) if raised.is_some() => {}
                    Err(RecvTimeoutError::Timeout) => {
                        raised = Python::attach(|py| watch.tell(py, progress)).err();
                        watch.stopped.store(raised.is_some(), Ordering::Relaxed);
                    }
                }
            }
        })
    });
    match (found, raised) {
        (_, Some(raised)) => Err(raised),
        (Some(found), None) => {
            watch.tell(py, progress)?;
            Ok(found)
        }
        (None, None) => Err(PyRuntimeError::new_err("the work ended without a result")),
    }
}
