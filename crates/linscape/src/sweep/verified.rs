//! How every verification fared, with weight decay or without.

use serde::Serialize;

/// The columns that all verifications have.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Verified {
    points: usize,
    agreed: usize,
    undecided: usize,
    disagreed: usize,
}

impl Verified {
    pub(crate) fn new(agreed: usize, undecided: usize, disagreed: usize) -> Self {
        Self { points: agreed + undecided + disagreed, agreed, undecided, disagreed }
    }
}
