//! What the module exports to its host and asks of it: numbers and memory, no generated code.
//!
//! The host writes a text into memory at [`room`] and calls [`ask`] or [`hold`]; what the last answer says
//! stands at [`part`] until the next call.

#![allow(unsafe_code, reason = "names that the host looks up; no block of code is unsafe")]

use crate::Answer;
use linscape_critical::{Observer, Progress};
use linscape_formats::{hold_file, release_file};
use std::cell::RefCell;
use std::ops::ControlFlow;
use std::path::Path;

thread_local! {
    static GIVEN: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<[Vec<u8>; 3]> = const { RefCell::new([const { Vec::new() }; 3]) };
}

#[link(wasm_import_module = "linscape")]
unsafe extern "C" {
    /// How far the work has come (`total` is negative where it is not known); not 0 to stop it.
    safe fn progress(done: f64, total: f64) -> u32;
    /// The last words of a module that cannot go on.
    safe fn panicked(text: *const u8, length: usize);
}

struct Host;

impl Observer for Host {
    fn advance(&self, Progress { done, total }: Progress) -> ControlFlow<()> {
        let total = total.map_or(-1.0, |total| total as f64);
        if progress(done as f64, total) == 0 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }
}

/// Makes room for as many bytes and says where.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    GIVEN.with_borrow_mut(|given| {
        given.clear();
        given.resize(length, 0);
        given.as_mut_ptr()
    })
}

/// Answers the question that stands in the room; its exit code.
#[unsafe(no_mangle)]
pub extern "C" fn ask() -> u32 {
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        panicked(text.as_ptr(), text.len());
    }));
    let question = String::from_utf8_lossy(&GIVEN.take()).into_owned();
    let Answer { code, document, message, notes } = crate::answer(&question, &Host);
    ANSWER.set([document, message.into_bytes(), notes.join("\n").into_bytes()]);
    code.into()
}

/// Holds a file: the first `name` bytes of the room are its name, the others its contents.
#[unsafe(no_mangle)]
pub extern "C" fn hold(name: usize) {
    let mut bytes = GIVEN.take();
    let contents = bytes.split_off(name.min(bytes.len()));
    hold_file(Path::new(&*String::from_utf8_lossy(&bytes)), contents);
}

/// Forgets the file whose name stands in the room.
#[unsafe(no_mangle)]
pub extern "C" fn release() {
    release_file(Path::new(&*String::from_utf8_lossy(&GIVEN.take())));
}

/// Where a part of the last answer stands: 0 the document, 1 the message, 2 the notes.
#[unsafe(no_mangle)]
pub extern "C" fn part(which: usize) -> *const u8 {
    ANSWER.with_borrow(|parts| parts.get(which).map_or(std::ptr::null(), Vec::as_ptr))
}

/// How many bytes it has.
#[unsafe(no_mangle)]
pub extern "C" fn part_length(which: usize) -> usize {
    ANSWER.with_borrow(|parts| parts.get(which).map_or(0, Vec::len))
}
