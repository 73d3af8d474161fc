//! The one place where floating numbers are declared equal or different.

use super::Precision;
use std::ops::Range;

/// Where a threshold came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// From the size of the data and the rounding of double precision.
    RoundOff,
    /// From the format in which the data were stored: its rounding is coarser than that of doubles.
    Stored,
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
    /// Largest relative gap that was taken for rounding: 0 when all that was merged is equal, `None`
    /// when nothing was.
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
        self.remember(gap, separated);
        separated
    }

    /// Remembers a relative gap about which was decided elsewhere, by this threshold.
    pub fn remember(&mut self, gap: f64, separated: bool) {
        let gap = gap.abs();
        if separated {
            self.smallest_gap = Some(self.smallest_gap.map_or(gap, |smallest| smallest.min(gap)));
        } else {
            self.largest_merged = Some(self.largest_merged.map_or(gap, |largest| largest.max(gap)));
        }
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

/// The thresholds of a problem given by floating data. Exact problems have none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// Singular values of `X` up to this, relative to the largest, are zero, each column as long
    /// as one with entries of size 1; `None` without data.
    pub inputs: Option<Threshold>,
    /// Singular values of `Σ` up to this, relative to the largest, are zero.
    pub rank: Threshold,
    /// Singular values closer than this, relative to `σ_1`, are one repeated value.
    pub repeated: Threshold,
    /// Losses closer than this, relative to `½‖Σ‖²`, are one critical value.
    pub coincident: Threshold,
    /// How exactly the data were stored: the coarsest of them.
    pub precision: Precision,
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
        Self::from_error(largest.max(16) as f64 * f64::EPSILON, Origin::RoundOff)
    }

    /// Thresholds from a bound on the error of every singular value of `Σ`, relative to `σ_1`. A
    /// loss is a sum of their squares: relative to `½‖Σ‖²` it is wrong by a few times as much.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Origin, Tolerance};
    /// let tolerance = Tolerance::from_error(1e-7, Origin::Stored);
    /// assert_eq!((tolerance.repeated.value, tolerance.coincident.value), (1e-7, 4e-7));
    /// ```
    #[must_use]
    pub fn from_error(error: f64, origin: Origin) -> Self {
        Self {
            inputs: None,
            rank: Threshold::new(error, origin),
            repeated: Threshold::new(error, origin),
            coincident: Threshold::new(4.0 * error, origin),
            precision: Precision::DOUBLE,
        }
    }

    /// Thresholds for a matrix with largest dimension `largest` whose entries were stored in some
    /// precision: the Frobenius norm of their errors is at most `u` times that of the matrix,
    /// which is `spread` times `σ_1`.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Origin, Precision, Tolerance};
    /// let single = Tolerance::of_stored(8, Precision::SINGLE, 2.0);
    /// assert_eq!(single.rank.value, 2.0 * 2_f64.powi(-24));
    /// assert_eq!(single.rank.origin, Origin::Stored);
    /// assert_eq!(Tolerance::of_stored(8, Precision::DOUBLE, 2.0), Tolerance::from_round_off(8));
    /// ```
    #[must_use]
    pub fn of_stored(largest: usize, precision: Precision, spread: f64) -> Self {
        let computing = Self::from_round_off(largest);
        let stored = precision.unit_roundoff() * spread;
        if stored <= computing.rank.value {
            return Self { precision, ..computing };
        }
        let origin = if precision.is_coarse() { Origin::Stored } else { Origin::RoundOff };
        Self { precision, ..Self::from_error(stored, origin) }
    }

    /// The same threshold for all, chosen by the user.
    #[must_use]
    pub fn given(value: f64) -> Self {
        let threshold = Threshold::new(value, Origin::Option);
        Self { coincident: threshold, ..Self::from_error(value, Origin::Option) }
    }

    /// The narrowest gap that decided a rank or told two singular values apart on data stored more
    /// coarsely than doubles, when it is below 10⁻⁶ or within ten times its threshold: on such
    /// data another rounding may decide otherwise.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Precision, Tolerance};
    /// let mut tolerance = Tolerance::of_stored(2, Precision::SINGLE, 1.0);
    /// tolerance.repeated.separates(3e-7);
    /// assert_eq!(tolerance.doubtful_gap(), Some(3e-7));
    /// ```
    #[must_use]
    pub fn doubtful_gap(&self) -> Option<f64> {
        const NARROW: f64 = 1e-6;
        if !self.precision.is_coarse() {
            return None;
        }
        let judged = self.inputs.iter().chain([&self.rank, &self.repeated]);
        let narrow =
            judged.filter(|threshold| threshold.origin == Origin::Stored).filter_map(|threshold| {
                threshold.smallest_gap.filter(|&gap| gap < NARROW.max(10.0 * threshold.value))
            });
        narrow.reduce(f64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_are_merged_too() {
        let mut threshold = Threshold::new(1e-9, Origin::RoundOff);
        assert_eq!(threshold.groups(&[5.0, 5.0, 3.0], 5.0), [0..2, 2..3]);
        assert_eq!((threshold.smallest_gap, threshold.largest_merged), (Some(0.4), Some(0.0)));
        assert_eq!(Threshold::new(1e-9, Origin::RoundOff).largest_merged, None);
    }
}
