//! Families of critical points: words, their number, and their losses in order.

mod count;
mod exact;
mod exact_sum;
mod gains;
mod lowest;
mod value;
mod word;

pub use count::{families_by_rank, family_count};
pub use exact::exact_loss;
pub use lowest::{End, Lowest};
pub use value::{Value, Values};
pub use word::{Word, WordError};

pub(crate) use gains::Gains;
