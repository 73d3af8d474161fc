//! Commands about moving weights.

pub(crate) mod flow;
pub(crate) mod trace;

/// What is said in place of a trajectory on a terminal.
const NOT_SHOWN: &str = "linscape: note: the trajectory itself is kept by -o FILE.json";
