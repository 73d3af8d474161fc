//! Critical values, one at a time, with the families that share them.

use crate::{BestFirst, Direction, Problem, SingularSubset};
use num_bigint::BigUint;
use num_rational::BigRational;
use std::iter::Peekable;
use thiserror::Error;

/// One value of the loss at critical points, and every family that has it.
#[derive(Debug, Clone, PartialEq)]
pub struct CriticalValue {
    /// The loss (the lowest of the group, when floating losses coincide within the tolerance).
    pub loss: f64,
    /// The loss as a fraction, when the problem is exact.
    pub exact_loss: Option<BigRational>,
    /// The families, in the order of their count vectors; their number is the multiplicity.
    pub families: Vec<SingularSubset>,
}

impl CriticalValue {
    /// The value that the given families, which must not be none, share.
    #[must_use]
    pub fn of(problem: &Problem, families: Vec<SingularSubset>) -> Self {
        let loss = families.iter().map(|subset| problem.loss(subset)).fold(f64::INFINITY, f64::min);
        let exact_loss = families.first().and_then(|subset| problem.exact_loss(subset));
        Self { loss, exact_loss, families }
    }
}

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
    /// The observer asked to stop.
    #[error("interrupted")]
    Interrupted,
}

/// Critical values from the lowest up or from the highest down, best-first.
///
/// Floating losses are one value when they are within the problem's tolerance of the lowest of
/// their group; the groups are the same from both ends.
///
/// # Examples
/// ```
/// use linscape_critical::{Architecture, CriticalValues, Direction, Problem, Spectrum};
/// let network = Architecture::new(vec![3, 3, 3])?;
/// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[5, 4, 3]))?;
/// // ½ · 25 twice: {1} leaves 16 + 9, {2, 3} leaves 25.
/// let shared = CriticalValues::new(&problem, Direction::Lowest)
///     .find(|value| value.families.len() == 2)
///     .expect("3² + 4² = 5²");
/// assert_eq!(shared.loss, 12.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct CriticalValues<'p> {
    problem: &'p Problem,
    groups: Peekable<Groups>,
}

#[derive(Debug)]
struct Groups {
    search: BestFirst,
    /// The tolerance in units of the squares.
    gap: u64,
}

impl Iterator for Groups {
    type Item = Vec<SingularSubset>;

    fn next(&mut self) -> Option<Self::Item> {
        self.search.next_group(self.gap)
    }
}

impl<'p> CriticalValues<'p> {
    /// Starts at one end.
    #[must_use]
    pub fn new(problem: &'p Problem, direction: Direction) -> Self {
        let search = BestFirst::new(problem, direction);
        let groups = Groups { search, gap: problem.coincidence_in_units() }.peekable();
        Self { problem, groups }
    }

    /// Whether all values have been listed.
    #[must_use]
    pub fn is_exhausted(&mut self) -> bool {
        self.groups.peek().is_none()
    }
}

impl Iterator for CriticalValues<'_> {
    type Item = CriticalValue;

    fn next(&mut self) -> Option<CriticalValue> {
        self.groups.next().map(|families| CriticalValue::of(self.problem, families))
    }
}
