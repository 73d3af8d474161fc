//! Generic representations of a line of layers.

use crate::{Bar, Summand};

/// The bars of a generic representation with the given dimensions, layer 1 first and the output
/// last: every composed map has the largest rank that the dimensions on its way allow.
pub(crate) fn generic_bars(room: &[usize]) -> Vec<(Summand, usize)> {
    let depth = room.len();
    // `start` and `end` are 1-based and inclusive; outside the layers the rank is zero.
    let rank = |start: usize, end: usize| -> usize {
        if start == 0 || end > depth {
            return 0;
        }
        room[start - 1..end].iter().copied().min().unwrap_or(0)
    };
    let mut bars = Vec::new();
    for start in 1..=depth {
        for end in start..=depth {
            let count = rank(start, end) + rank(start - 1, end + 1)
                - rank(start - 1, end)
                - rank(start, end + 1);
            let output_null = end == depth;
            let summand = if output_null {
                Summand::OutputNull { start }
            } else {
                Summand::Interior(Bar { start, end })
            };
            bars.push((summand, count));
        }
    }
    bars
}
