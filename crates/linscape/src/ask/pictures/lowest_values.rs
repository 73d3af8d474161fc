//! The lowest critical values, some of them with a family.

use crate::Limit;
use linscape_critical::{
    CriticalValues, Direction, Observer, Problem, SingularSubset, ValueCounts, ValuesError,
};

/// The lowest critical values, in order, and the first family of each of the lowest.
pub(super) struct LowestValues {
    pub(super) counts: ValueCounts,
    pub(super) labelled: Vec<SingularSubset>,
}

impl LowestValues {
    /// Counts the `length` lowest critical values, and finds a family of the `labelled` lowest.
    pub(super) fn of(
        problem: &Problem,
        length: usize,
        labelled: usize,
        observer: &impl Observer,
    ) -> Result<Self, Limit> {
        let mut counts = ValueCounts::new(problem, Direction::Lowest, length, observer)?;
        let mut labels = Vec::new();
        for value in CriticalValues::new(problem, Direction::Lowest, observer).take(labelled) {
            match value {
                Err(ValuesError::Interrupted) => {
                    counts.interrupted = true;
                    break;
                }
                value => labels.extend(value?.families.first(1)),
            }
        }
        Ok(Self { counts, labelled: labels })
    }
}
