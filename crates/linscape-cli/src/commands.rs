//! One command a file.
//!
//! A command turns its arguments into a question to the library, writes the answer, and chooses the exit code.
//! Nothing is computed here: what the binary can answer, a program in Rust or Python can ask.

pub(crate) mod completions;
mod decay;
pub(crate) mod glossary;
mod landscape;
pub(crate) mod man;
mod motion;
mod pictures;
mod points;
pub(crate) mod problem;
pub(crate) mod sweep;

pub(crate) use landscape::{dump, graph, learning, report, values};
pub(crate) use motion::{flow, trace};
pub(crate) use pictures::{plot, view};
pub(crate) use points::{classify, explain, represent, spectrum, strata, verify};
