//! The commands about strata as their users meet them: every test runs the binary.

#![expect(clippy::unwrap_used, reason = "a test without its answer cannot go on")]

#[path = "../command_line/answer.rs"]
#[allow(dead_code, reason = "shared with another target, which uses more of it")]
mod answer;
mod explain;
mod verify;
