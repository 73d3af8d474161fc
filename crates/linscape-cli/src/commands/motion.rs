//! Commands about moving weights.

pub(crate) mod flow;
pub(crate) mod trace;

mod outputs;
