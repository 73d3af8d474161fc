//! Critical values with the families that have them.

use crate::{Limit, ValuesLimit};
use linscape_critical::{
    CriticalValue, CriticalValues, Direction, Observer, Problem, Progress, ValuesError,
};
use linscape_formats::{ListedFamily, ValueRow};
use num_bigint::BigUint;
use num_traits::ToPrimitive;

/// Values after which the observer is asked.
pub(super) const BETWEEN_LOOKS: usize = 1024;

/// When a listing from one end is complete.
pub(super) enum Wanted {
    /// With so many values.
    Values(usize),
    /// With so many families.
    Families(BigUint),
    /// With the last one.
    All,
}

impl Wanted {
    pub(super) fn is_met(&self, values: usize, families: &BigUint) -> bool {
        match self {
            Self::Values(length) => values >= *length,
            Self::Families(number) => families >= number,
            Self::All => false,
        }
    }
}

/// Most families that are listed beside their values.
pub(super) const MOST_FAMILIES: usize = 1 << 20;

/// Values from one end with all their families, how many values there are if all were seen, and whether the work was
/// interrupted.
pub(super) fn with_families(
    problem: &Problem,
    direction: Direction,
    wanted: &Wanted,
    observer: &impl Observer,
) -> Result<(Vec<ValueRow>, Option<u64>, bool), Limit> {
    let mut values = CriticalValues::new(problem, direction, observer);
    let (mut rows, mut listed) = (Vec::new(), BigUint::ZERO);
    while !wanted.is_met(rows.len(), &listed) {
        let progress = Progress { done: rows.len() as u64, total: None };
        if rows.len() % BETWEEN_LOOKS == 0 && observer.advance(progress).is_break() {
            return Ok((rows, None, true));
        }
        let Some(value) = values.next() else { break };
        let value = match value {
            Err(ValuesError::Interrupted) => return Ok((rows, None, true)),
            value => value.map_err(Limit::from)?,
        };
        let multiplicity = value.families.number();
        listed += &multiplicity;
        if listed > MOST_FAMILIES.into() {
            return Err(ValuesLimit::Subsets { most: MOST_FAMILIES }.into());
        }
        rows.push(row(problem, value, multiplicity));
    }
    let seen = values.is_exhausted().then_some(rows.len() as u64);
    Ok((rows, seen, false))
}

fn row(problem: &Problem, value: CriticalValue, multiplicity: BigUint) -> ValueRow {
    let multiplicities = problem.spectrum().multiplicities();
    let families = value.families.first(multiplicity.to_usize().unwrap_or(usize::MAX));
    let subsets =
        families.iter().map(|family| ListedFamily::Subset(family.indices(multiplicities)));
    ValueRow {
        loss: value.loss,
        exact_loss: value.exact_loss.map(|loss| loss.to_string()),
        subsets: Some(subsets.collect()),
        multiplicity,
        undecided: false,
    }
}
