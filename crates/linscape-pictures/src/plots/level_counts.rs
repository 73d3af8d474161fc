//! How many families there are of each rank and at each height, listed or not.

use linscape_critical::all_values;
use linscape_critical::{Observer, Problem, families_by_rank};
use num_bigint::BigUint;
use num_traits::ToPrimitive;
use serde::Serialize;

/// Most families whose losses are all looked at for a histogram.
pub const LARGEST_HISTOGRAM: u32 = 1 << 22;

/// Bins of a histogram.
const BINS: u32 = 48;

/// Exact numbers of families by rank and, where every loss can be looked at, by loss: the document
/// `linscape.levels/1`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelCounts {
    schema: &'static str,
    /// One row a rank, increasing.
    pub ranks: Vec<RankLevel>,
    /// Bins of equal width from the lowest to the highest critical value; `None` with more than
    /// [`LARGEST_HISTOGRAM`] families.
    pub histogram: Option<Vec<LossBin>>,
}

/// The families of one rank.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankLevel {
    /// Number of modes learned.
    pub rank: usize,
    /// Exact number of families, decimal.
    pub families: String,
    /// Loss of the leading family.
    pub lowest: f64,
    /// Loss of the family that learned the smallest values.
    pub highest: f64,
}

/// The families whose losses lie in `[from, to)`; the last bin holds `to` as well.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LossBin {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Exact number of families.
    pub families: u64,
}

impl LevelCounts {
    /// Counts the families of a problem.
    ///
    /// # Complexity
    /// That of `families_by_rank`, and of listing all values up to [`LARGEST_HISTOGRAM`] families.
    #[must_use]
    pub fn new(problem: &Problem, observer: &impl Observer) -> Self {
        let by_rank = families_by_rank(problem);
        let ranks = problem.ranks().map(|rank| rank_level(problem, rank, &by_rank[rank])).collect();
        let families: BigUint = by_rank.iter().sum();
        let is_small = families.to_u32().is_some_and(|families| families <= LARGEST_HISTOGRAM);
        let histogram = is_small.then(|| histogram(problem, observer)).flatten();
        Self { schema: "linscape.levels/1", ranks, histogram }
    }
}

fn rank_level(problem: &Problem, rank: usize, families: &BigUint) -> RankLevel {
    let spectrum = problem.spectrum().singular_values();
    let count = problem.spectrum().rank();
    let trailing: Vec<usize> = (count - rank + 1..=count).collect();
    let lowest = problem.loss(&problem.leading(rank));
    // Of equal values any: the subset with these indices exists by construction.
    let highest = problem.subset(&trailing).map_or(lowest, |subset| problem.loss(&subset));
    debug_assert!(spectrum.len() >= count);
    RankLevel { rank, families: families.to_string(), lowest, highest }
}

/// `None` when the observer stops.
fn histogram(problem: &Problem, observer: &impl Observer) -> Option<Vec<LossBin>> {
    let values = all_values(problem, observer).ok()?;
    let (low, high) =
        (values.iter().next()?.loss(), values.pick(&[values.len() - 1]).first()?.loss());
    let edge = |bin: u32| low + (high - low) * f64::from(bin) / f64::from(BINS);
    let bin = |bin: u32| LossBin { from: edge(bin), to: edge(bin + 1), families: 0 };
    let mut bins: Vec<LossBin> = (0..BINS).map(bin).collect();
    let mut at = 0;
    for value in &values {
        while at + 1 < bins.len() && value.loss() >= bins[at].to {
            at += 1;
        }
        bins[at].families += value.multiplicity;
    }
    Some(bins)
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Spectrum};

    #[test]
    fn every_family_is_counted_once() {
        let network = Architecture::new(vec![6, 4, 6]).expect("widths");
        let spectrum = Spectrum::exact_integers(&[7, 5, 5, 3, 2, 1]);
        let problem = Problem::from_spectrum(network, spectrum).expect("fits");
        let counts = LevelCounts::new(&problem, &());
        let total: u64 =
            counts.ranks.iter().map(|rank| rank.families.parse::<u64>().unwrap_or(0)).sum();
        let bins = counts.histogram.expect("few families");
        assert_eq!(bins.iter().map(|bin| bin.families).sum::<u64>(), total);
        // Rank 1: 7, 5 (twice the same family), 3, 2, 1.
        assert_eq!(counts.ranks[1].families, "5");
        assert!(counts.ranks[1].lowest < counts.ranks[1].highest);
    }
}
