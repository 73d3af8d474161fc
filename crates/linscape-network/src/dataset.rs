//! Inputs and targets, one sample a row.
//!
//! It checks shapes and finite numbers, subtracts means where that is asked for, and weighs samples; `reduction`
//! takes it from there.

mod means;
mod origin;
mod parts;

use linscape_critical::{Precision, euclidean_length, numbered};
pub(crate) use means::take_mean;
use nalgebra::{DMatrix, DVector};
use std::borrow::Cow;
use thiserror::Error;

pub use means::Means;
pub use parts::DatasetParts;

/// Data of `m` samples: inputs of shape `m × d_0` and targets of shape `m × d_h` (the transposes
/// `Xᵀ`, `Yᵀ` of the theory, as files hold them).
///
/// Samples may have weights `ω_j`: then all that is learned of the data are the columns of `X` and `Y`
/// times `√ω_j`, means are weighted, and `Σω` stands for `m`. Of data that were read in blocks there are
/// no samples any more but a [`RowFactor`](crate::RowFactor), rows with the same second moments.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    inputs: DMatrix<f64>,
    targets: DMatrix<f64>,
    rows: Rows,
    /// `m`.
    samples: usize,
    centered: bool,
    precision: [Precision; 2],
    /// Lengths of the columns of the inputs as they were read: what was rounded when they were
    /// stored goes with these, however much centring takes away.
    lengths_read: Vec<f64>,
    /// `‖Y‖` as it was read.
    targets_read: f64,
}

/// What the rows are.
#[derive(Debug, Clone, PartialEq)]
enum Rows {
    /// A sample each.
    Samples,
    /// A sample each, of these weights.
    Weighted(Vec<f64>),
    /// Those of a [`RowFactor`](crate::RowFactor): the first is `√Σω` times the means, the others are about them.
    Factor(Means),
}

/// Why matrices are no data set.
#[derive(Debug, Clone, PartialEq, Error)]
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
    /// Another number of weights than samples.
    #[error(
        "{} for {}",
        numbered(weights, "sample weight", "sample weights"),
        numbered(samples, "sample", "samples")
    )]
    Weights {
        /// Their number.
        weights: usize,
        /// Rows of the inputs.
        samples: usize,
    },
    /// A weight that is none.
    #[error("sample weight number {position} is {value:?}; weights are finite and not negative")]
    Weight {
        /// 1-based.
        position: usize,
        /// The number.
        value: f64,
    },
    /// Parts of different data.
    #[error("lengths or means of another number of columns than the data have")]
    Parts,
    /// Nothing counts.
    #[error("all sample weights are zero")]
    NoWeight,
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
        let (precision, samples) = ([Precision::DOUBLE; 2], inputs.nrows());
        let rows = Rows::Samples;
        Ok(Self {
            inputs,
            targets,
            rows,
            samples,
            centered: false,
            precision,
            lengths_read,
            targets_read,
        })
    }

    /// The data in a [`RowFactor`](crate::RowFactor).
    pub(crate) fn of_factor(
        inputs: DMatrix<f64>,
        targets: DMatrix<f64>,
        means: Means,
        samples: usize,
    ) -> Self {
        match Self::new(inputs, targets) {
            Ok(rows) => Self { rows: Rows::Factor(means), samples, ..rows },
            Err(error) => unreachable!("factors of inputs and targets have the same rows: {error}"),
        }
    }

    /// The data with a weight `ω_j ≥ 0` a sample: the loss is `½ Σ_j ω_j ‖y_j − W x_j‖²`.
    ///
    /// # Errors
    /// When there is not one weight a sample, or one is negative or not finite, or all are zero.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Dataset;
    /// use nalgebra::DMatrix;
    /// let column = DMatrix::from_row_slice(2, 1, &[1.0, 5.0]);
    /// let data = Dataset::new(column.clone(), column)?.weighted(vec![3.0, 1.0])?;
    /// // (3·1 + 1·5)/4.
    /// let (_, means) = data.split_means();
    /// assert_eq!((means.inputs[0], means.mass), (2.0, 4.0));
    /// # Ok::<(), linscape_network::DatasetError>(())
    /// ```
    pub fn weighted(mut self, weights: Vec<f64>) -> Result<Self, DatasetError> {
        if weights.len() != self.samples {
            return Err(DatasetError::Weights { weights: weights.len(), samples: self.samples });
        }
        let wrong = |weight: &f64| !(0.0..=f64::MAX).contains(weight);
        if let Some(at) = weights.iter().position(wrong) {
            return Err(DatasetError::Weight { position: at + 1, value: weights[at] });
        }
        if weights.iter().all(|&weight| weight == 0.0) {
            return Err(DatasetError::NoWeight);
        }
        self.rows = Rows::Weighted(weights);
        let [inputs, targets] = self.rows().map(Cow::into_owned);
        self.lengths_read =
            inputs.column_iter().map(|column| euclidean_length(column.as_slice())).collect();
        self.targets_read = euclidean_length(targets.as_slice());
        Ok(self)
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
        let weights = match &self.rows {
            Rows::Samples => None,
            Rows::Weighted(weights) => Some(&weights[..]),
            Rows::Factor(means) => {
                let taken = means.clone();
                self.inputs.row_mut(0).fill(0.0);
                self.targets.row_mut(0).fill(0.0);
                let zero = DVector::zeros(taken.inputs.len());
                let left = Means { inputs: zero, targets: 0.0 * &taken.targets, mass: taken.mass };
                self.rows = Rows::Factor(left);
                return (self, taken);
            }
        };
        let mass = weights.map_or(self.samples as f64, |weights| weights.iter().sum());
        let [inputs, targets] = [&mut self.inputs, &mut self.targets].map(|matrix| {
            let columns = matrix.column_iter_mut();
            let means: Vec<f64> = columns.map(|column| take_mean(column, weights)).collect();
            DVector::from_vec(means)
        });
        (self, Means { inputs, targets, mass })
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
        let length = self.mass().sqrt();
        self.inputs = self.inputs.insert_column(at, 1.0);
        if let Rows::Factor(means) = &mut self.rows {
            self.inputs.column_mut(at).fill(0.0);
            self.inputs[(0, at)] = length;
            means.inputs = means.inputs.clone().push(1.0);
        }
        self.lengths_read.push(length);
        self
    }

    /// `Σω`; `m` where samples have no weights.
    #[must_use]
    pub fn mass(&self) -> f64 {
        match &self.rows {
            Rows::Samples => self.samples as f64,
            Rows::Weighted(weights) => weights.iter().sum(),
            Rows::Factor(means) => means.mass,
        }
    }

    /// `Σω`, if samples have weights.
    #[must_use]
    pub fn total_weight(&self) -> Option<f64> {
        let mass = self.mass();
        (mass.total_cmp(&(self.samples as f64)).is_ne()).then_some(mass)
    }

    /// Whether samples have weights of their own.
    #[must_use]
    pub fn is_weighted(&self) -> bool {
        matches!(self.rows, Rows::Weighted(_))
    }

    /// Whether the samples themselves are here.
    #[must_use]
    pub fn has_samples(&self) -> bool {
        !matches!(self.rows, Rows::Factor(_))
    }

    /// Inputs and targets with each row times the root of its weight: what the loss is made of.
    #[must_use]
    pub fn rows(&self) -> [Cow<'_, DMatrix<f64>>; 2] {
        [&self.inputs, &self.targets].map(|matrix| match &self.rows {
            Rows::Weighted(weights) => {
                let mut scaled = matrix.clone();
                for mut column in scaled.column_iter_mut() {
                    for (entry, weight) in column.iter_mut().zip(weights) {
                        *entry *= weight.sqrt();
                    }
                }
                Cow::Owned(scaled)
            }
            _ => Cow::Borrowed(matrix),
        })
    }

    /// `m × d_0`, without weights.
    #[must_use]
    pub fn inputs(&self) -> &DMatrix<f64> {
        &self.inputs
    }

    /// `m × d_h`, without weights.
    #[must_use]
    pub fn targets(&self) -> &DMatrix<f64> {
        &self.targets
    }

    /// `m`.
    #[must_use]
    pub fn samples(&self) -> usize {
        self.samples
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

    #[test]
    fn a_weight_of_two_is_the_sample_twice() {
        let once = DMatrix::from_row_slice(3, 2, &[1.0, 4.0, -2.0, 0.5, 7.0, 4.0]);
        let twice = once.clone().insert_row(3, 0.0);
        let twice =
            DMatrix::from_fn(4, 2, |i, j| if i == 3 { once[(1, j)] } else { twice[(i, j)] });
        let data =
            |matrix: &DMatrix<f64>| Dataset::new(matrix.clone(), matrix.clone()).expect("rows");
        let weighted = data(&once).weighted(vec![1.0, 2.0, 1.0]).expect("weights").centered();
        let repeated = data(&twice).centered();
        let moments = |data: &Dataset| {
            let [inputs, _] = data.rows();
            inputs.tr_mul(&inputs)
        };
        assert!((moments(&weighted) - moments(&repeated)).amax() < 1e-13);
        assert_eq!((weighted.mass(), weighted.total_weight()), (4.0, Some(4.0)));
        assert_eq!(repeated.total_weight(), None);
    }

    #[test]
    fn weights_that_are_none_are_refused() {
        let data = Dataset::new(DMatrix::zeros(2, 1), DMatrix::zeros(2, 1)).expect("rows");
        let refused = |weights: Vec<f64>| data.clone().weighted(weights).expect_err("none");
        assert_eq!(refused(vec![1.0]), DatasetError::Weights { weights: 1, samples: 2 });
        assert_eq!(refused(vec![1.0, -1.0]), DatasetError::Weight { position: 2, value: -1.0 });
        assert_eq!(refused(vec![0.0, 0.0]), DatasetError::NoWeight);
    }
}
