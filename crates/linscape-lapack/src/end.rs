//! The end of a program whose decompositions still run.

/// Ends the program with an exit code, without what programs do at their end: OpenBLAS then frees
/// the memory in which its threads are at work, and a program that was to end with a code ends with
/// a segmentation fault. Whoever calls this has written and removed what there was to be.
///
/// # Edge cases
/// Where there is no `_exit`, as on Windows, the usual end.
pub fn end_at_once(code: i32) -> ! {
    imp::end_at_once(code)
}

#[cfg(unix)]
#[allow(unsafe_code, reason = "the C library has no safe interface to _exit")]
mod imp {
    use std::ffi::c_int;

    unsafe extern "C" {
        fn _exit(code: c_int) -> !;
    }

    pub(super) fn end_at_once(code: i32) -> ! {
        // SAFETY: `_exit` takes a number, touches no memory of the program and does not return.
        unsafe { _exit(code) }
    }
}

#[cfg(not(unix))]
mod imp {
    pub(super) fn end_at_once(code: i32) -> ! {
        std::process::exit(code)
    }
}
