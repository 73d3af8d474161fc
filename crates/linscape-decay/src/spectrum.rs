//! The Hessian's eigenvalues at a family, in closed form.

mod bias_block;
mod blocks;
mod family_spectrum;
mod jacobi;
mod letters;
mod pairs;

pub use family_spectrum::spectrum;

pub(crate) use letters::Letter;
pub(crate) use pairs::{pair, self_block, with_unlearned};
