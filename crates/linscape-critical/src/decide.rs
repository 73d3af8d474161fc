//! The one place where a computed number is called zero or not, and counts of such are compared.
//!
//! A bound certifies what lies beyond it and nothing else: a number below its error may be zero, and
//! may be not. So numerics can *refute* a statement, by more numbers that are clearly not zero than it
//! allows; they *agree* when they find all that it names and the rest is compatible with zero; and
//! otherwise they are *undecided*. Errors are in the units of the numbers: nothing here has a scale
//! of its own.

use crate::Inertia;

/// How wrong a computed number may be.
///
/// # Examples
/// ```
/// use linscape_critical::{ErrorBar, Verdict};
/// let bar = ErrorBar::new(1e-12, 100.0);
/// assert_eq!(bar.judge(-1e-3), Verdict::Nonzero);
/// assert_eq!(bar.judge(3e-11), Verdict::Open);
/// assert_eq!(bar.judge(2e-13), Verdict::Within);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErrorBar {
    /// A bound on the error, or an estimate of it.
    pub error: f64,
    /// A number that much larger than its error is not zero: 1 for a bound that is one, and the
    /// more the less is known of it.
    pub clear: f64,
}

/// What an error bar says of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is no larger than its error: it may be zero.
    Within,
    /// It is larger, but not clearly so.
    Open,
    /// It is clearly not zero.
    Nonzero,
}

impl ErrorBar {
    /// An error bar.
    #[must_use]
    pub fn new(error: f64, clear: f64) -> Self {
        Self { error, clear }
    }

    /// Judges a number by its size. What is no number is open.
    #[must_use]
    pub fn judge(&self, number: f64) -> Verdict {
        let size = number.abs();
        if size <= self.error {
            Verdict::Within
        } else if size > self.clear * self.error && size.is_finite() {
            Verdict::Nonzero
        } else {
            Verdict::Open
        }
    }

    /// Whether the number vanishes as far as can be seen; `None` when that is open.
    #[must_use]
    pub fn vanishes(&self, number: f64) -> Option<bool> {
        match self.judge(number) {
            Verdict::Within => Some(true),
            Verdict::Open => None,
            Verdict::Nonzero => Some(false),
        }
    }

    /// Counts numbers by sign.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{ErrorBar, Inertia};
    /// let counted = ErrorBar::new(1e-12, 100.0).count(&[-1.0, 1e-17, 2.0, 3.0]);
    /// assert_eq!((counted.negative, counted.within, counted.positive), (1, 1, 2));
    /// let stated = |negative, zero| Inertia { negative, zero, positive: 4 - negative - zero };
    /// assert_eq!(counted.agree_with(stated(1, 1)), Some(true));
    /// // More than the statement allows are clearly negative.
    /// assert_eq!(counted.agree_with(stated(0, 2)), Some(false));
    /// // One that the statement calls negative may hide below the error.
    /// assert_eq!(counted.agree_with(stated(2, 0)), None);
    /// ```
    #[must_use]
    pub fn count(&self, numbers: &[f64]) -> SignCounts {
        self.count_levels(numbers.iter().map(|&number| (number, 1)))
    }

    /// The same for numbers that stand for several equal ones.
    #[must_use]
    pub fn count_levels(&self, levels: impl IntoIterator<Item = (f64, usize)>) -> SignCounts {
        let mut counts = SignCounts { margin: f64::INFINITY, ..SignCounts::default() };
        for (number, copies) in levels.into_iter().filter(|level| level.1 > 0) {
            match self.judge(number) {
                Verdict::Within => counts.within += copies,
                Verdict::Open => {
                    let least = counts.open.map_or(f64::INFINITY, |open: f64| open.abs());
                    if counts.open.is_none() || number.abs() < least {
                        counts.open = Some(number);
                    }
                }
                Verdict::Nonzero => {
                    counts.margin = counts.margin.min(number.abs() / self.error);
                    if number < 0.0 {
                        counts.negative += copies;
                    } else {
                        counts.positive += copies;
                    }
                }
            }
        }
        counts
    }
}

/// Numbers counted by what their error bar says of them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SignCounts {
    /// Clearly negative ones: at least as many are.
    pub negative: usize,
    /// Clearly positive ones: at least as many are.
    pub positive: usize,
    /// Those that may be zero.
    pub within: usize,
    /// The one nearest to its error among those that are neither, if there are any.
    pub open: Option<f64>,
    /// The smallest clear one in units of its error; infinite when there is none.
    pub margin: f64,
}

impl SignCounts {
    /// Whether they are those of the given inertia; `None` when undecided.
    #[must_use]
    pub fn agree_with(&self, stated: Inertia) -> Option<bool> {
        let negative = agreement(self.negative, self.open.is_none(), stated.negative);
        let positive = agreement(self.positive, self.open.is_none(), stated.positive);
        match (negative, positive) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }
}

/// Whether `found` clearly nonzero numbers are as many as stated: more refute the statement, as many
/// agree with it if none of the rest is open, fewer leave it undecided.
///
/// # Examples
/// ```
/// use linscape_critical::agreement;
/// assert_eq!(agreement(3, true, 2), Some(false));
/// assert_eq!(agreement(2, true, 2), Some(true));
/// assert_eq!(agreement(2, false, 2), None);
/// assert_eq!(agreement(1, true, 2), None);
/// ```
#[must_use]
pub fn agreement(found: usize, rest_may_be_zero: bool, stated: usize) -> Option<bool> {
    if found > stated { Some(false) } else { (found == stated && rest_may_be_zero).then_some(true) }
}
