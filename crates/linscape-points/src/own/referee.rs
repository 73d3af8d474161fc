//! What Morse theory asks of the points of one rank.

use super::OwnPoint;

/// `Σ (−1)^{index}` over the listed points of a rank. For `h ≥ 3` it is 0 for all points of every rank
/// `r ≥ 1`, whatever the data: the sublevel sets of matrices of rank `r` away from rank `r − 1` are acyclic
/// relative to where the flow leaves them. Another number says that points are missing; 0 does not say that
/// none is.
///
/// Source: `docs/theory.md`, "Weight decay: continuation".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankSum {
    /// `r ≥ 1`.
    pub rank: usize,
    /// Listed points of this rank.
    pub points: usize,
    /// The sum; `None` when an index is undecided.
    pub sum: Option<i64>,
}

impl RankSum {
    /// One for each rank that has points.
    pub(super) fn of(points: &[OwnPoint]) -> Vec<Self> {
        let largest = points.iter().map(OwnPoint::rank).max().unwrap_or(0);
        let sum = |rank: usize| {
            let own = || points.iter().filter(move |point| point.rank() == rank);
            let signs = own().map(|point| {
                let even = point.inertia?.negative.is_multiple_of(2);
                Some(if even { 1 } else { -1 })
            });
            Self { rank, points: own().count(), sum: signs.sum() }
        };
        (1..=largest).map(sum).filter(|sum| sum.points > 0).collect()
    }
}
