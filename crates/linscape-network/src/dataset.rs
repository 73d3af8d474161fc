//! Inputs and targets, one sample a row.

use nalgebra::DMatrix;
use thiserror::Error;

/// Data of `m` samples: inputs of shape `m × d_0` and targets of shape `m × d_h` (the transposes
/// `Xᵀ`, `Yᵀ` of the theory, as files hold them).
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    inputs: DMatrix<f64>,
    targets: DMatrix<f64>,
    centered: bool,
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
        Ok(Self { inputs, targets, centered: false })
    }

    /// The data with the column means of inputs and targets subtracted.
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
    pub fn centered(mut self) -> Self {
        for matrix in [&mut self.inputs, &mut self.targets] {
            for mut column in matrix.column_iter_mut() {
                let constant = column.iter().all(|entry| entry.total_cmp(&column[0]).is_eq());
                // A mean rounds; a constant column becomes exactly zero all the same.
                let mean = if constant { column[0] } else { column.mean() };
                column.add_scalar_mut(-mean);
            }
        }
        self.centered = true;
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

    /// Whether column means were subtracted.
    #[must_use]
    pub fn is_centered(&self) -> bool {
        self.centered
    }
}
