//! Counts of bars as coefficients, and back.

/// A count as a coefficient. Counts are bounded by the number of weights, which fits memory.
pub(crate) fn signed(count: usize) -> i64 {
    i64::try_from(count).expect("counts of bars fit 63 bits")
}

/// A total that is a count.
pub(crate) fn counted(total: i64) -> usize {
    usize::try_from(total).expect("a count of bars is not negative")
}
