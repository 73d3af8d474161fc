//! The values of a staircase.

use linscape_critical::{
    CriticalValues, Direction, Observer, Problem, SingularSubset, ValueCounts, ValuesError,
};

/// The lowest critical values in order, and the first family of each of the very lowest.
#[derive(Debug)]
pub struct LowestValues {
    /// Values with their multiplicities.
    pub counts: ValueCounts,
    /// Families of the first of them, for labels.
    pub labelled: Vec<SingularSubset>,
}

impl LowestValues {
    /// Counts the `length` lowest critical values, and finds a family of the `labelled` lowest.
    ///
    /// # Errors
    /// [`ValuesError`]: more than memory holds.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_pictures::LowestValues;
    /// let problem = Problem::exact(&[3, 3, 3], &[5, 4, 3])?;
    /// let lowest = LowestValues::of(&problem, 10, 2, &())?;
    /// assert_eq!((lowest.counts.values.len(), lowest.labelled.len()), (7, 2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(
        problem: &Problem,
        length: usize,
        labelled: usize,
        observer: &impl Observer,
    ) -> Result<Self, ValuesError> {
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
