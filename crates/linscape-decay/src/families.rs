//! Families of critical points: words, their number, and their losses in order.
//!
//! A word says of every mode whether it rests at zero, on its small root or on its large one. Families are listed
//! best-first from these words and counted without listing; their losses are exact sums where thresholds are.

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
