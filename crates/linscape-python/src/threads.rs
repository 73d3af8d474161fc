//! The threads that work runs on.

use crate::refusal::refuse;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The pool of this process: a forked child inherits the memory of a pool, but none of its threads.
static POOL: Mutex<Option<(u32, Arc<ThreadPool>)>> = Mutex::new(None);

/// How many threads were asked for; zero means one for each core.
static THREADS: AtomicUsize = AtomicUsize::new(0);

/// More threads than any machine has only cost memory and minutes to start.
const MOST_THREADS: usize = 1024;

/// The pool of this process.
pub(crate) fn pool() -> PyResult<Arc<ThreadPool>> {
    let process = std::process::id();
    let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    match &*pool {
        Some((owner, found)) if *owner == process => Ok(found.clone()),
        _ => {
            let built = Arc::new(build(THREADS.load(Ordering::Relaxed))?);
            // The parent's pool would wait for threads that do not exist here.
            std::mem::forget(pool.replace((process, built.clone())));
            Ok(built)
        }
    }
}

/// Sets the number of threads; zero means one for each core (or `RAYON_NUM_THREADS`). Results do
/// not depend on it.
#[pyfunction]
pub(crate) fn set_threads(count: usize) -> PyResult<()> {
    if count > MOST_THREADS {
        return Err(refuse(format!("threads {count} is more than {MOST_THREADS}")));
    }
    let built = Arc::new(build(count)?);
    THREADS.store(count, Ordering::Relaxed);
    let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    let old = pool.replace((process, built));
    if old.as_ref().is_some_and(|(owner, _)| *owner != process) {
        std::mem::forget(old);
    }
    Ok(())
}

/// Leaves a pool to work that goes on; whoever asks next gets a new one.
pub(crate) fn leave(left: &Arc<ThreadPool>) {
    let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    if pool.as_ref().is_some_and(|(_, own)| Arc::ptr_eq(own, left)) {
        *pool = None;
    }
}

fn build(count: usize) -> PyResult<ThreadPool> {
    let name = |at| format!("linscape-{at}");
    ThreadPoolBuilder::new().num_threads(count).thread_name(name).build().map_err(refuse)
}
