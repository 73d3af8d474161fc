//! Which library does the work, and with how many threads.

use thiserror::Error;

/// The library behind the decompositions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backend {
    /// Name and configuration as the library reports it, such as
    /// `OpenBLAS 0.3.21 … (2 threads built in)` or `nalgebra`.
    pub description: String,
    /// Whether LAPACK is linked.
    pub lapack: bool,
}

/// Why the linked LAPACK must not be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BackendError {
    /// A sequential OpenBLAS is not re-entrant: called from several threads it answers wrongly.
    #[error(
        "the linked OpenBLAS ({description}) is a serial build and not thread-safe; \
         install libopenblas-pthread-dev in its place"
    )]
    SerialOpenBlas {
        /// The library's own description of itself.
        description: String,
    },
}

/// The library in use.
///
/// # Examples
/// ```
/// let backend = linscape_lapack::backend();
/// assert_eq!(backend.lapack, cfg!(feature = "lapack"));
/// ```
#[must_use]
pub fn backend() -> Backend {
    imp::backend()
}

/// Prepares the library for calls from several threads: refuses a serial OpenBLAS and sets one
/// BLAS thread, so that rayon's workers do not fight OpenBLAS's. Call it once, first.
///
/// # Errors
/// [`BackendError::SerialOpenBlas`] when the linked library answers wrongly under threads.
pub fn initialise() -> Result<(), BackendError> {
    imp::initialise()
}

/// Sets the number of BLAS threads for one large decomposition made outside any parallel region.
/// Numbers other than 1 may change last digits. No effect without LAPACK.
pub fn set_blas_threads(threads: usize) {
    imp::set_blas_threads(threads);
}

#[cfg(all(feature = "lapack", not(target_os = "macos")))]
#[allow(unsafe_code, reason = "OpenBLAS has no safe interface to its thread settings")]
mod imp {
    use super::{Backend, BackendError};
    use std::ffi::{CStr, c_char, c_int};

    unsafe extern "C" {
        fn openblas_get_parallel() -> c_int;
        fn openblas_get_config() -> *const c_char;
        fn openblas_set_num_threads(threads: c_int);
    }

    pub(super) fn backend() -> Backend {
        // SAFETY: the function takes nothing and returns a pointer to a static C string.
        let config = unsafe { CStr::from_ptr(openblas_get_config()) };
        Backend { description: config.to_string_lossy().trim().to_owned(), lapack: true }
    }

    pub(super) fn initialise() -> Result<(), BackendError> {
        // SAFETY: the function takes nothing and reads a constant of the build.
        if unsafe { openblas_get_parallel() } == 0 {
            return Err(BackendError::SerialOpenBlas { description: backend().description });
        }
        set_blas_threads(1);
        Ok(())
    }

    pub(super) fn set_blas_threads(threads: usize) {
        let threads = c_int::try_from(threads.max(1)).unwrap_or(c_int::MAX);
        // SAFETY: any positive number is accepted and clipped to the build's maximum.
        unsafe { openblas_set_num_threads(threads) };
    }
}

#[cfg(not(all(feature = "lapack", not(target_os = "macos"))))]
mod imp {
    use super::{Backend, BackendError};

    pub(super) fn backend() -> Backend {
        let lapack = cfg!(feature = "lapack");
        let name = if lapack { "Accelerate" } else { "nalgebra" };
        Backend { description: name.to_owned(), lapack }
    }

    #[allow(clippy::unnecessary_wraps, reason = "same signature as the OpenBLAS one")]
    pub(super) fn initialise() -> Result<(), BackendError> {
        Ok(())
    }

    pub(super) fn set_blas_threads(_threads: usize) {}
}
