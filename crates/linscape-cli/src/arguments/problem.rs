//! The problem: exactly one source, widths, loss and tolerance.

pub(crate) use linscape::{ProblemOptions as ProblemArguments, StatedProblem};
