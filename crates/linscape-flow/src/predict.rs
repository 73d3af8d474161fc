//! What gradient flow will do, said before it does it: near a saddle what is not learned yet is a small network of its own.

mod about_means;
mod foresight;
mod limit;
mod remaining_stay;
mod unlearned;

pub use foresight::Foresight;
pub use remaining_stay::remaining_stay;

use limit::Limit;
use unlearned::Unlearned;
