//! linscape in a browser: the questions of the command line, asked of a WebAssembly module.
//!
//! A question is a JSON object that names a command in `ask`, states a problem by the fields of
//! [`ProblemOptions`](linscape::ProblemOptions) and gives the command's options by their names; the answer is
//! what the binary writes for it, with the binary's exit code and messages: without LAPACK the same bytes. Files are those that
//! were handed over before by [`hold_file`]: there is no file system, no clock and no thread there.
//!
//! ```
//! let question = r#"{"ask": "values", "lowest": 2,
//!     "problem": {"sigma": [3, 2, 1], "widths": [3, 3, 3, 3]}}"#;
//! let answer = linscape_web::answer(question, &());
//! assert_eq!(answer.code, 0);
//! assert!(String::from_utf8(answer.document)?.contains(r#""loss":0.5"#));
//! let answer = linscape_web::answer(r#"{"ask": "dump", "problem": {"sigma": [1]}}"#, &());
//! assert_eq!(answer.code, 2);
//! assert_eq!(answer.message, "--sigma needs --widths d_0,…,d_h");
//! # Ok::<(), std::string::FromUtf8Error>(())
//! ```
//!
//! [`LivePage`] puts the module into a page that asks it. What a browser calls stands in `module`, which is there only when the crate is compiled for it.

mod answer;
mod asked;
#[cfg(target_family = "wasm")]
mod module;
#[cfg(not(target_family = "wasm"))]
mod page;
mod question;

pub use answer::Answer;
pub use linscape::formats::{hold_file, release_file};
#[cfg(not(target_family = "wasm"))]
pub use page::{LivePage, PageStart};

use linscape_critical::Observer;
use question::Asked;

/// Answers a question.
///
/// # Edge cases
/// What is no question is refused like any other bad input, with code 2: this never fails.
pub fn answer(question: &str, observer: &impl Observer) -> Answer {
    let asked = match Asked::from_json(question) {
        Ok(asked) => asked,
        Err(fault) => return Answer::refused(2, fault.to_string()),
    };
    asked::answered(&asked, observer).unwrap_or_else(Answer::from)
}
