//! The Hessian's eigenvalues at a family, in closed form.
//!
//! The Hessian falls apart into blocks: a pair of modes each, one for a mode with itself, and the biases. Small
//! blocks are solved as they are.

mod bias_block;
mod blocks;
mod family_spectrum;
mod jacobi;
mod letters;
mod pairs;

pub use family_spectrum::spectrum;

pub(crate) use letters::Letter;
pub(crate) use pairs::{pair, self_block, with_unlearned};
