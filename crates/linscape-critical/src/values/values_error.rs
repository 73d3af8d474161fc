//! Why critical values are not listed.

use crate::TooLarge;
use num_bigint::BigUint;
use thiserror::Error;

/// Why critical values cannot be listed all at once.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ValuesError {
    /// More values than fit in memory.
    #[error(
        "{families} families are too many to list all their values at once: at most {limit} \
         values are held, of fewer than 2^32 families"
    )]
    TooMany {
        /// The number of families.
        families: BigUint,
        /// The limit in force.
        limit: usize,
    },
    /// Families that coincide in ways that cannot be counted either.
    #[error(
        "the families that coincide next are too many to count: their losses take more than \
         {states} partial sums; ask for fewer, or for a smaller tolerance"
    )]
    Crowd {
        /// The most that are held.
        states: usize,
    },
    /// Lists or sums that take too much memory.
    #[error(transparent)]
    Memory(#[from] TooLarge),
    /// The observer asked to stop.
    #[error("interrupted")]
    Interrupted,
}
