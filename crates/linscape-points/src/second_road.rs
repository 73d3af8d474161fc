//! What the Hessian of given weights says, beside what the theorem says of them.
//!
//! It goes by the dense Hessian, piece by piece where weights are of low rank, or by both ends of the spectrum, and
//! says by which; a network with biases is taken whole.

mod hessian_check;
mod hessian_signs;
mod low_rank_check;
mod outermost;
mod whole_network;

pub use hessian_check::{HessianCheck, HessianMethod};
pub use hessian_signs::{CountEnd, EndSigns, HessianSigns};

pub(crate) use hessian_check::options;
pub(crate) use outermost::{Outermost, first};
pub(crate) use whole_network::{InUnits, WholeNetwork};
