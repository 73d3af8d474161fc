//! Critical values, one at a time, with the families that share them.

use crate::statement::Units;
use crate::values::ValueGroups;
use crate::{Direction, Families, Observer, Problem, SingularSubset, ValuesError};
use num_bigint::BigUint;
use num_rational::BigRational;

/// One value of the loss at critical points, and every family that has it.
#[derive(Debug, Clone, PartialEq)]
pub struct CriticalValue {
    /// The loss (the lowest of the group, when floating losses coincide within the tolerance).
    pub loss: f64,
    /// The loss as a fraction, when the problem is exact.
    pub exact_loss: Option<BigRational>,
    /// The families, in the order of their count vectors; their number is the multiplicity.
    pub families: Families,
}

impl CriticalValue {
    /// The value that the given families, which must not be none, share.
    #[must_use]
    pub fn of(problem: &Problem, families: Vec<SingularSubset>) -> Self {
        Self::shared_by(problem, Families::listed(families))
    }

    pub(crate) fn shared_by(problem: &Problem, families: Families) -> Self {
        let extremes = families.extremes();
        let loss = extremes.iter().map(|subset| problem.loss(subset)).fold(f64::INFINITY, f64::min);
        let exact_loss = extremes.first().and_then(|subset| problem.exact_loss(subset));
        Self { loss, exact_loss, families }
    }
}

/// Critical values from the lowest up or from the highest down, best-first.
///
/// Floating losses are one value when they are within the problem's tolerance of the lowest of
/// their group; the groups are the same from both ends. Values that more than 65,536 families share
/// are counted, not listed ([`Families`]).
///
/// # Errors
/// An item is an error, and the last, when a crowd of families cannot be counted either or the
/// observer stops.
///
/// # Examples
/// ```
/// use linscape_critical::{CriticalValues, Direction, Problem};
/// let problem = Problem::exact(&[3, 3, 3], &[5, 4, 3])?;
/// // ½ · 25 twice: {1} leaves 16 + 9, {2, 3} leaves 25.
/// let mut shared = Vec::new();
/// for value in CriticalValues::new(&problem, Direction::Lowest, &()) {
///     let value = value?;
///     if value.families.number() == 2_u32.into() {
///         shared.push(value.loss);
///     }
/// }
/// assert_eq!(shared, [12.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct CriticalValues<'a, O> {
    problem: &'a Problem,
    observer: &'a O,
    groups: Groups,
    next: Option<Result<Families, ValuesError>>,
}

#[derive(Debug)]
enum Groups {
    Small(ValueGroups<u64>),
    Wide(ValueGroups<u128>),
    Big(ValueGroups<BigUint>),
}

impl Groups {
    fn next(&mut self, observer: &impl Observer) -> Option<Result<Families, ValuesError>> {
        match self {
            Self::Small(groups) => groups.next(observer),
            Self::Wide(groups) => groups.next(observer),
            Self::Big(groups) => groups.next(observer),
        }
    }
}

impl<'a, O: Observer> CriticalValues<'a, O> {
    /// Starts at one end; the observer is told while a crowd is counted.
    #[must_use]
    pub fn new(problem: &'a Problem, direction: Direction, observer: &'a O) -> Self {
        let gap = problem.coincidence_in_units();
        let groups = match problem.squares().units() {
            Units::Small(squares) => {
                Groups::Small(ValueGroups::new(problem, squares, direction, gap))
            }
            Units::Wide(squares) => {
                Groups::Wide(ValueGroups::new(problem, squares, direction, gap.into()))
            }
            Units::Big(squares) => {
                Groups::Big(ValueGroups::new(problem, squares, direction, gap.into()))
            }
        };
        Self { problem, observer, groups, next: None }
    }

    /// Whether all values have been listed.
    #[must_use]
    pub fn is_exhausted(&mut self) -> bool {
        self.next = self.next.take().or_else(|| self.groups.next(self.observer));
        self.next.is_none()
    }
}

impl<O: Observer> Iterator for CriticalValues<'_, O> {
    type Item = Result<CriticalValue, ValuesError>;

    fn next(&mut self) -> Option<Self::Item> {
        let families = self.next.take().or_else(|| self.groups.next(self.observer))?;
        Some(families.map(|families| CriticalValue::shared_by(self.problem, families)))
    }
}
