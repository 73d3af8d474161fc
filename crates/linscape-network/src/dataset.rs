//! Inputs and targets, one sample a row.

use linscape_critical::{BinaryScale, Precision, euclidean_length};
use nalgebra::{DMatrix, DVector, DVectorViewMut};
use thiserror::Error;

/// Data of `m` samples: inputs of shape `m × d_0` and targets of shape `m × d_h` (the transposes
/// `Xᵀ`, `Yᵀ` of the theory, as files hold them).
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    inputs: DMatrix<f64>,
    targets: DMatrix<f64>,
    centered: bool,
    precision: [Precision; 2],
    /// Lengths of the columns of the inputs as they were read: what was rounded when they were
    /// stored goes with these, however much centring takes away.
    lengths_read: Vec<f64>,
    /// `‖Y‖` as it was read.
    targets_read: f64,
}

/// Means of the columns of data of `m` samples.
#[derive(Debug, Clone, PartialEq)]
pub struct Means {
    /// `x̄`, of length `d_0`.
    pub inputs: DVector<f64>,
    /// `ȳ`, of length `d_h`.
    pub targets: DVector<f64>,
    /// `m`.
    pub samples: usize,
}

/// Why matrices are no data set.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DatasetError {
    /// Another number of targets than inputs.
    #[error("{inputs} input rows but {targets} target rows: one row is one sample in both")]
    Samples {
        /// Rows of the inputs.
        inputs: usize,
        /// Rows of the targets.
        targets: usize,
    },
    /// No rows or no columns.
    #[error("the data are empty")]
    Empty,
}

impl Dataset {
    /// Pairs inputs with targets.
    ///
    /// # Errors
    /// When the numbers of rows differ or a matrix has no entries.
    pub fn new(inputs: DMatrix<f64>, targets: DMatrix<f64>) -> Result<Self, DatasetError> {
        if inputs.nrows() != targets.nrows() {
            let (inputs, targets) = (inputs.nrows(), targets.nrows());
            return Err(DatasetError::Samples { inputs, targets });
        }
        if inputs.is_empty() || targets.is_empty() {
            return Err(DatasetError::Empty);
        }
        let lengths_read =
            (0..inputs.ncols()).map(|at| euclidean_length(inputs.column(at).as_slice())).collect();
        let targets_read = euclidean_length(targets.as_slice());
        let precision = [Precision::DOUBLE; 2];
        Ok(Self { inputs, targets, centered: false, precision, lengths_read, targets_read })
    }

    /// The data with the precision in which inputs and targets were stored; doubles are assumed.
    #[must_use]
    pub fn stored_in(mut self, inputs: Precision, targets: Precision) -> Self {
        self.precision = [inputs, targets];
        self
    }

    /// The data with the column means of inputs and targets subtracted. Beside a large offset the
    /// mean rounds; what it leaves is a mean again, and is subtracted too.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Dataset;
    /// use nalgebra::DMatrix;
    /// let column = DMatrix::from_row_slice(2, 1, &[1.0, 3.0]);
    /// let centered = Dataset::new(column.clone(), column)?.centered();
    /// assert_eq!(centered.inputs().as_slice(), [-1.0, 1.0]);
    /// # Ok::<(), linscape_network::DatasetError>(())
    /// ```
    #[must_use]
    pub fn centered(self) -> Self {
        Self { centered: true, ..self.split_means().0 }
    }

    /// The same data about their means, and these means: what a network whose last layer has a
    /// bias learns apart from each other.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Dataset;
    /// use nalgebra::DMatrix;
    /// let column = DMatrix::from_row_slice(2, 1, &[1.0, 3.0]);
    /// let (about, means) = Dataset::new(column.clone(), 2.0 * column)?.split_means();
    /// assert_eq!((about.inputs().as_slice(), means.targets[0]), (&[-1.0, 1.0][..], 4.0));
    /// # Ok::<(), linscape_network::DatasetError>(())
    /// ```
    #[must_use]
    pub fn split_means(mut self) -> (Self, Means) {
        let samples = self.samples();
        let [inputs, targets] = [&mut self.inputs, &mut self.targets].map(|matrix| {
            DVector::from_iterator(matrix.ncols(), matrix.column_iter_mut().map(take_mean))
        });
        (self, Means { inputs, targets, samples })
    }

    /// The same data with one input more, which is always 1: the bias of the first layer is its
    /// weight.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Dataset;
    /// use nalgebra::DMatrix;
    /// let column = DMatrix::from_row_slice(2, 1, &[5.0, 3.0]);
    /// let data = Dataset::new(column.clone(), column)?.with_ones();
    /// assert_eq!(data.inputs().as_slice(), [5.0, 3.0, 1.0, 1.0]);
    /// # Ok::<(), linscape_network::DatasetError>(())
    /// ```
    #[must_use]
    pub fn with_ones(mut self) -> Self {
        let at = self.inputs.ncols();
        self.inputs = self.inputs.insert_column(at, 1.0);
        self.lengths_read.push((self.inputs.nrows() as f64).sqrt());
        self
    }

    /// `m × d_0`.
    #[must_use]
    pub fn inputs(&self) -> &DMatrix<f64> {
        &self.inputs
    }

    /// `m × d_h`.
    #[must_use]
    pub fn targets(&self) -> &DMatrix<f64> {
        &self.targets
    }

    /// `m`.
    #[must_use]
    pub fn samples(&self) -> usize {
        self.inputs.nrows()
    }

    /// How exactly inputs and targets were stored.
    #[must_use]
    pub fn precision(&self) -> [Precision; 2] {
        self.precision
    }

    /// Lengths of the columns of the inputs before centring.
    #[must_use]
    pub fn lengths_read(&self) -> &[f64] {
        &self.lengths_read
    }

    /// A bound on the Frobenius norm of what rounding changed in the targets when they were
    /// stored: `u` times their norm before centring.
    #[must_use]
    pub fn targets_error(&self) -> f64 {
        self.precision[1].unit_roundoff() * self.targets_read
    }

    /// Whether column means were subtracted.
    #[must_use]
    pub fn is_centered(&self) -> bool {
        self.centered
    }
}

/// Takes the mean of a column off it.
fn take_mean(mut column: DVectorViewMut<'_, f64>) -> f64 {
    let first = column[0];
    // A mean rounds; a constant column becomes exactly zero all the same.
    if column.iter().all(|entry| entry.total_cmp(&first).is_eq()) {
        column.fill(0.0);
        return first;
    }
    let mut taken = 0.0;
    for _ in 0..2 {
        let mean = mean(column.as_slice());
        column.add_scalar_mut(-mean);
        taken += mean;
    }
    taken
}

/// The mean, of numbers whose sum may overflow too.
fn mean(numbers: &[f64]) -> f64 {
    let scale =
        BinaryScale::of(numbers.iter().fold(0.0_f64, |most, number| most.max(number.abs())));
    let sum: f64 = numbers.iter().map(|&number| scale.divide(number)).sum();
    scale.multiply(sum / numbers.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn centred_columns_add_up_to_zero_beside_any_offset() {
        let inputs = DMatrix::from_fn(20, 3, |i, j| 1e9 + ((7 * i + 3 * j) % 11) as f64 / 7.0);
        let data = Dataset::new(inputs.clone(), inputs).expect("samples").centered();
        for column in data.inputs().column_iter() {
            assert!(column.sum().abs() < 1e-14 * column.norm(), "{}", column.sum());
        }
        assert!(data.lengths_read().iter().all(|&length| length > 4e9));
    }
}
