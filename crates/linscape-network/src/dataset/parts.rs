//! Data taken apart, to be kept and put together again.

use super::Rows;
use crate::{Dataset, DatasetError, Means};
use linscape_critical::Precision;
use nalgebra::DMatrix;

/// All there is to a [`Dataset`].
#[derive(Debug, Clone, PartialEq)]
pub struct DatasetParts {
    /// `m × d_0`, or the rows of a factor.
    pub inputs: DMatrix<f64>,
    /// `m × d_h`, or the rows of a factor.
    pub targets: DMatrix<f64>,
    /// The samples' weights, if they have some.
    pub weights: Option<Vec<f64>>,
    /// The means of which the first row of a factor consists; `None` where the rows are samples.
    pub means: Option<Means>,
    /// `m`.
    pub samples: usize,
    /// Whether column means were subtracted.
    pub centered: bool,
    /// How exactly inputs and targets were stored.
    pub precision: [Precision; 2],
    /// Lengths of the columns of the inputs as they were read.
    pub lengths_read: Vec<f64>,
    /// `‖Y‖` as it was read.
    pub targets_read: f64,
}

impl Dataset {
    /// Its parts.
    #[must_use]
    pub fn parts(&self) -> DatasetParts {
        DatasetParts {
            inputs: self.inputs.clone(),
            targets: self.targets.clone(),
            weights: match &self.rows {
                Rows::Weighted(weights) => Some(weights.clone()),
                _ => None,
            },
            means: match &self.rows {
                Rows::Factor(means) => Some(means.clone()),
                _ => None,
            },
            samples: self.samples,
            centered: self.centered,
            precision: self.precision,
            lengths_read: self.lengths_read.clone(),
            targets_read: self.targets_read,
        }
    }

    /// The data of these parts.
    ///
    /// # Errors
    /// As [`Dataset::new`] and [`Dataset::weighted`]; lengths or means of another number of columns.
    pub fn from_parts(parts: DatasetParts) -> Result<Self, DatasetError> {
        let plain = Self::new(parts.inputs, parts.targets)?;
        let (inputs, targets) = (plain.inputs.ncols(), plain.targets.ncols());
        let fits = |means: &Means| (means.inputs.len(), means.targets.len()) == (inputs, targets);
        if parts.lengths_read.len() != inputs || !parts.means.as_ref().is_none_or(fits) {
            return Err(DatasetError::Parts);
        }
        let plain = match (parts.weights, parts.means) {
            (Some(weights), _) => plain.weighted(weights)?,
            (None, Some(means)) => {
                Self { rows: Rows::Factor(means), samples: parts.samples, ..plain }
            }
            (None, None) => plain,
        };
        Ok(Self {
            centered: parts.centered,
            precision: parts.precision,
            lengths_read: parts.lengths_read,
            targets_read: parts.targets_read,
            ..plain
        })
    }
}
