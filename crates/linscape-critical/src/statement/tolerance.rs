//! The one place where floating numbers are declared equal or different.

use std::ops::Range;

/// Where a threshold came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// From the size of the data and the rounding of double precision.
    RoundOff,
    /// Chosen by the user.
    Option,
}

/// A relative threshold together with the two gaps that came closest to it, one on either side:
/// decisions are only as good as these margins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// Relative gaps up to this one are taken for zero.
    pub value: f64,
    /// Where the value came from.
    pub origin: Origin,
    /// Smallest relative gap that was taken for a difference.
    pub smallest_gap: Option<f64>,
    /// Largest relative gap that was taken for rounding.
    pub largest_merged: Option<f64>,
}

impl Threshold {
    /// A threshold that has judged nothing yet.
    #[must_use]
    pub fn new(value: f64, origin: Origin) -> Self {
        Self { value, origin, smallest_gap: None, largest_merged: None }
    }

    /// Whether a nonnegative relative gap is a difference; remembers the closest calls.
    pub fn separates(&mut self, gap: f64) -> bool {
        let separated = gap > self.value;
        if separated {
            self.smallest_gap = Some(self.smallest_gap.map_or(gap, |smallest| smallest.min(gap)));
        } else if gap > 0.0 {
            self.largest_merged = Some(self.largest_merged.map_or(gap, |largest| largest.max(gap)));
        }
        separated
    }

    /// Groups of a sorted list: a group is cut where the gap to the group's *first* member,
    /// relative to `scale`, exceeds the threshold.
    ///
    /// # Edge cases
    /// A scale of zero (all values zero) gives one group.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Origin, Threshold};
    /// let mut threshold = Threshold::new(0.15, Origin::Option);
    /// // 0.8 is within 0.15 of 0.9 but not of the group's first member, 1.0.
    /// assert_eq!(threshold.groups(&[1.0, 0.9, 0.8], 1.0), [0..2, 2..3]);
    /// assert_eq!(threshold.smallest_gap.map(|gap| gap > 0.19), Some(true));
    /// ```
    pub fn groups(&mut self, sorted: &[f64], scale: f64) -> Vec<Range<usize>> {
        let mut groups: Vec<Range<usize>> = Vec::new();
        for (at, &value) in sorted.iter().enumerate() {
            if let Some(group) = groups.last_mut() {
                let distance = (value - sorted[group.start]).abs();
                if !self.separates(if distance == 0.0 { 0.0 } else { distance / scale }) {
                    group.end = at + 1;
                    continue;
                }
            }
            groups.push(at..at + 1);
        }
        groups
    }
}

/// The three thresholds of a problem given by floating data. Exact problems have none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// Singular values of `X` or `Σ` up to this, relative to the largest, are zero.
    pub rank: Threshold,
    /// Singular values closer than this, relative to `σ_1`, are one repeated value.
    pub repeated: Threshold,
    /// Losses closer than this, relative to `½‖Σ‖²`, are one critical value.
    pub coincident: Threshold,
}

impl Tolerance {
    /// Thresholds from rounding: a decomposition of a matrix with largest dimension `largest`
    /// gives singular values to about `largest · ε` of the largest one, and losses, which are
    /// sums of their squares, to a few times that.
    ///
    /// # Examples
    /// ```
    /// let tolerance = linscape_critical::Tolerance::from_round_off(1000);
    /// assert_eq!(tolerance.rank.value, 1000.0 * f64::EPSILON);
    /// ```
    #[must_use]
    pub fn from_round_off(largest: usize) -> Self {
        let unit = largest.max(16) as f64 * f64::EPSILON;
        Self {
            rank: Threshold::new(unit, Origin::RoundOff),
            repeated: Threshold::new(unit, Origin::RoundOff),
            coincident: Threshold::new(4.0 * unit, Origin::RoundOff),
        }
    }

    /// The same threshold for all three, chosen by the user.
    #[must_use]
    pub fn given(value: f64) -> Self {
        let threshold = Threshold::new(value, Origin::Option);
        Self { rank: threshold, repeated: threshold, coincident: threshold }
    }
}
