//! The commands about strata as their users meet them: every test runs the binary.

#![expect(clippy::unwrap_used, reason = "a test without its answer cannot go on")]

mod answer;
mod explain;
mod help;
mod verify;
