//! Data of any length as a matrix of `d²` numbers.
//!
//! Blocks of rows become triangular factors, and factors are merged in a tree that depends on the order of the rows
//! alone: neither threads nor workers change a digit. The normal equations are never formed.

mod tree;

use crate::dataset::take_mean;
use crate::{Dataset, Means};
use linscape_critical::Precision;
use linscape_lapack::{DecompositionError, triangular_factor};
use nalgebra::{DMatrix, DVector};
use thiserror::Error;

pub use tree::FactorTree;

/// What a linear network can learn of a block of samples: their number, their means and the triangular
/// factor `R` of `[X; Y]ᵀ` about them, `n × n` for `n = d_0 + d_h` columns. Factors of two blocks make that
/// of both, so that data larger than memory, or spread over machines, are read once, a block at a time.
///
/// # Method
/// `Z = Q R` by Householder reflections for the block's rows about their means: `ZᵀZ = RᵀR`, but neither is
/// formed, so that no digit is lost to a squared condition number. Factors of `k` blocks of mass `m_i` and
/// means `z̄_i` are put together by the `QR` of `[R_1; …; R_k; √m_i (z̄_i − z̄)ᵀ …]`. As rows of data
/// the result is `[√m z̄ᵀ; R]`.
///
/// Source: Demmel, Grigori, Hoemmen and Langou, Communication-optimal parallel and sequential QR and LU
/// factorizations, 2012 (TSQR); Chan, Golub and LeVeque, Algorithms for computing the sample variance,
/// 1983 (means).
///
/// # Examples
/// ```
/// use linscape_network::RowFactor;
/// use nalgebra::DMatrix;
/// // y = 2x on x = 1, 3 and then on x = 5: x̄ = 3, Σ(x − 3)² = 8.
/// let block = |xs: &[f64]| {
///     let inputs = DMatrix::from_column_slice(xs.len(), 1, xs);
///     RowFactor::of_block(inputs.clone(), &(2.0 * inputs), None)
/// };
/// let both = RowFactor::merge(vec![block(&[1.0, 3.0])?, block(&[5.0])?])?;
/// let data = both.dataset();
/// assert_eq!(data.samples(), 3);
/// let (about, means) = data.split_means();
/// assert!((means.inputs[0] - 3.0).abs() < 1e-15);
/// assert!((about.inputs().norm_squared() - 8.0).abs() < 1e-14);
/// # Ok::<(), linscape_network::RowFactorError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct RowFactor {
    samples: usize,
    mass: f64,
    /// A row of the data: beside a large offset a mean rounds to what the samples differ by.
    anchor: DVector<f64>,
    /// `z̄` less the anchor, of length `n`.
    beyond: DVector<f64>,
    /// At most `n × n`.
    factor: DMatrix<f64>,
    inputs: usize,
    precision: [Precision; 2],
}

/// Why blocks have no factor.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RowFactorError {
    /// Another number of targets or weights than inputs.
    #[error("a block has {inputs} input rows but {others} rows of targets or weights")]
    Rows {
        /// Rows of the inputs.
        inputs: usize,
        /// Rows of the targets, or weights.
        others: usize,
    },
    /// Blocks of different data.
    #[error("a block of {found} inputs and targets stands among blocks of {expected}")]
    Columns {
        /// Columns of the block.
        found: usize,
        /// Columns of the first.
        expected: usize,
    },
    /// No samples at all.
    #[error("the data are empty")]
    Empty,
    /// A decomposition failed.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
}

impl RowFactor {
    /// The factor of a block of samples, with weights that are not negative if they have some. Without
    /// targets (no columns) the inputs can be their own: [`autoencoded`](Self::autoencoded).
    ///
    /// # Errors
    /// When the rows are not as many, there is none, or an entry is not finite.
    ///
    /// # Complexity
    /// `O(m n²)` time for `m` rows; `O(m n)` memory.
    pub fn of_block(
        inputs: DMatrix<f64>,
        targets: &DMatrix<f64>,
        weights: Option<&[f64]>,
    ) -> Result<Self, RowFactorError> {
        let (rows, width) = inputs.shape();
        let others = weights.map_or(targets.nrows(), <[f64]>::len);
        if targets.nrows() != rows || others != rows {
            let others = if targets.nrows() == rows { others } else { targets.nrows() };
            return Err(RowFactorError::Rows { inputs: rows, others });
        }
        if rows == 0 || width == 0 {
            return Err(RowFactorError::Empty);
        }
        let columns = width + targets.ncols();
        let mut block = inputs.resize_horizontally(columns, 0.0);
        block.columns_mut(width, targets.ncols()).copy_from(targets);
        let mass = weights.map_or(rows as f64, |weights| weights.iter().sum());
        let anchor = block.row(0).transpose();
        let mut beyond = DVector::zeros(columns);
        for (at, mut column) in block.column_iter_mut().enumerate() {
            column.add_scalar_mut(-anchor[at]);
            if mass > 0.0 {
                beyond[at] = take_mean(column, weights);
            }
        }
        for (mut row, weight) in block.row_iter_mut().zip(weights.into_iter().flatten()) {
            row *= weight.sqrt();
        }
        let (factor, precision) = (reduced(block)?, [Precision::DOUBLE; 2]);
        Ok(Self { samples: rows, mass, anchor, beyond, factor, inputs: width, precision })
    }

    /// The factor of all blocks together: the same numbers in the same order, whoever computed them.
    ///
    /// # Errors
    /// When there is no block, or the columns are not the same.
    ///
    /// # Complexity
    /// `O(k n³)` for `k` blocks.
    pub fn merge(blocks: Vec<Self>) -> Result<Self, RowFactorError> {
        let Some(first) = blocks.first() else { return Err(RowFactorError::Empty) };
        let (columns, inputs) = (first.anchor.len(), first.inputs);
        let is_other = |block: &&Self| (block.anchor.len(), block.inputs) != (columns, inputs);
        if let Some(other) = blocks.iter().find(is_other) {
            return Err(RowFactorError::Columns { found: other.anchor.len(), expected: columns });
        }
        if blocks.len() == 1 {
            return Ok(blocks.into_iter().next().unwrap_or_else(|| unreachable!("there is one")));
        }
        let mass: f64 = blocks.iter().map(|block| block.mass).sum();
        let anchor = first.anchor.clone();
        let from_anchor = |block: &Self| (&block.anchor - &anchor) + &block.beyond;
        let mut beyond = DVector::zeros(columns);
        for block in blocks.iter().filter(|block| block.mass > 0.0) {
            beyond += from_anchor(block) * (block.mass / mass);
        }
        let heights = blocks.iter().map(|block| block.factor.nrows() + 1);
        let mut stacked = DMatrix::zeros(heights.sum(), columns);
        let mut top = 0;
        for block in &blocks {
            let height = block.factor.nrows();
            stacked.rows_mut(top, height).copy_from(&block.factor);
            if block.mass > 0.0 {
                let between = (from_anchor(block) - &beyond) * block.mass.sqrt();
                stacked.row_mut(top + height).copy_from(&between.transpose());
            }
            top += height + 1;
        }
        let precision = blocks.iter().fold(first.precision, |[x, y], block| {
            [x.or_coarser(block.precision[0]), y.or_coarser(block.precision[1])]
        });
        let samples = blocks.iter().map(|block| block.samples).sum();
        Ok(Self { samples, mass, anchor, beyond, factor: reduced(stacked)?, inputs, precision })
    }

    /// All there is to it as a list of numbers, for messages between processes.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::RowFactor;
    /// use nalgebra::DMatrix;
    /// let factor = RowFactor::of_block(DMatrix::identity(3, 2), &DMatrix::zeros(3, 1), None)?;
    /// assert_eq!(RowFactor::of_numbers(&factor.numbers()), Some(factor));
    /// # Ok::<(), linscape_network::RowFactorError>(())
    /// ```
    #[must_use]
    pub fn numbers(&self) -> Vec<f64> {
        let [inputs, targets] = self.columns();
        let [of_inputs, of_targets] = self.precision.map(Precision::unit_roundoff);
        let head =
            [self.samples as f64, self.mass, inputs as f64, targets as f64, of_inputs, of_targets];
        let rows = [self.anchor.as_slice(), self.beyond.as_slice(), self.factor.as_slice()];
        head.iter().chain(rows.into_iter().flatten()).copied().collect()
    }

    /// The factor of these numbers; `None` when they are none.
    #[must_use]
    pub fn of_numbers(numbers: &[f64]) -> Option<Self> {
        let (&[samples, mass, inputs, targets, of_inputs, of_targets], rest) =
            numbers.split_first_chunk()?;
        let [samples, inputs, targets] = [samples, inputs, targets].map(whole);
        let (samples, inputs, columns) = (samples?, inputs?, inputs?.checked_add(targets?)?);
        if !(mass >= 0.0 && mass.is_finite()) || inputs == 0 {
            return None;
        }
        let (anchor, rest) = rest.split_at_checked(columns)?;
        let (beyond, entries) = rest.split_at_checked(columns)?;
        let height = entries.len() / columns;
        let fits = height * columns == entries.len() && height <= columns;
        fits.then(|| Self {
            samples,
            mass,
            anchor: DVector::from_column_slice(anchor),
            beyond: DVector::from_column_slice(beyond),
            factor: DMatrix::from_column_slice(height, columns, entries),
            inputs,
            precision: [of_inputs, of_targets].map(Precision::of_unit_roundoff),
        })
    }

    /// The factor of data stored in these precisions; doubles are assumed.
    #[must_use]
    pub fn stored_in(self, inputs: Precision, targets: Precision) -> Self {
        Self { precision: [inputs, targets], ..self }
    }

    /// `m`.
    #[must_use]
    pub fn samples(&self) -> usize {
        self.samples
    }

    /// `d_0`, and the columns of targets.
    #[must_use]
    pub fn columns(&self) -> [usize; 2] {
        [self.inputs, self.anchor.len() - self.inputs]
    }

    /// The factor of inputs that are their own targets.
    #[must_use]
    pub fn autoencoded(self) -> Self {
        let chosen: Vec<usize> = (0..self.inputs).chain(0..self.inputs).collect();
        Self {
            anchor: self.anchor.select_rows(&chosen),
            beyond: self.beyond.select_rows(&chosen),
            factor: self.factor.select_columns(&chosen),
            precision: [self.precision[0]; 2],
            ..self
        }
    }

    /// Data with the same means and second moments.
    #[must_use]
    pub fn dataset(self) -> Dataset {
        let [inputs, targets] = self.columns();
        let all = &self.anchor + &self.beyond;
        let first = all.transpose() * self.mass.sqrt();
        let mut rows = self.factor.insert_row(0, 0.0);
        rows.row_mut(0).copy_from(&first);
        let means = Means {
            inputs: all.rows(0, inputs).into_owned(),
            targets: all.rows(inputs, targets).into_owned(),
            mass: self.mass,
        };
        let [x, y] = [rows.columns(0, inputs), rows.columns(inputs, targets)]
            .map(nalgebra::Matrix::into_owned);
        Dataset::of_factor(x, y, means, self.samples)
            .stored_in(self.precision[0], self.precision[1])
    }
}

/// A whole number that was written as a double.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range, as checked")]
fn whole(number: f64) -> Option<usize> {
    const MOST: f64 = 9_007_199_254_740_992.0;
    ((0.0..MOST).contains(&number) && number.fract() <= 0.0).then_some(number as usize)
}

/// At most as many rows as columns with the same second moments.
fn reduced(rows: DMatrix<f64>) -> Result<DMatrix<f64>, DecompositionError> {
    if rows.nrows() <= rows.ncols() { Ok(rows) } else { triangular_factor(rows) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RandomMatrices;
    use linscape_critical::RandomStream;
    use linscape_lapack::singular_values;

    fn blocks(rows: usize, cuts: &[usize], offset: f64) -> (Dataset, RowFactor) {
        let mut stream = RandomStream::new(5, "rows");
        let inputs = stream.gaussian(rows, 4).add_scalar(offset);
        let targets = stream.gaussian(rows, 2);
        let mut factors = vec![];
        for pair in cuts.windows(2) {
            let part = |matrix: &DMatrix<f64>| matrix.rows(pair[0], pair[1] - pair[0]).into_owned();
            factors
                .push(RowFactor::of_block(part(&inputs), &part(&targets), None).expect("finite"));
        }
        let data = Dataset::new(inputs, targets).expect("rows");
        (data, RowFactor::merge(factors).expect("blocks"))
    }

    #[test]
    fn blocks_have_the_singular_values_of_the_whole_beside_any_offset() {
        for offset in [0.0, 1e9] {
            let (whole, factor) = blocks(200, &[0, 3, 70, 71, 200], offset);
            let spectra = |data: &Dataset| singular_values(data.inputs().clone()).expect("finite");
            let (about, means) = factor.clone().dataset().split_means();
            let (expected, expected_means) = whole.clone().split_means();
            for (found, right) in spectra(&about).iter().zip(spectra(&expected)) {
                assert!((found - right).abs() < 1e-13 * right, "{offset}: {found} {right}");
            }
            assert!((means.inputs - expected_means.inputs).amax() < 1e-15 * offset.max(1.0));
            let (found, right) = (spectra(&factor.dataset()), spectra(&whole));
            assert!(
                (found[0] - right[0]).abs() < 1e-14 * right[0],
                "{offset}: {found:?} {right:?}"
            );
        }
    }

    #[test]
    fn a_constant_column_stays_constant() {
        let block = |rows| {
            let inputs = DMatrix::from_fn(rows, 2, |i, j| if j == 0 { 0.1 } else { i as f64 });
            RowFactor::of_block(inputs, &DMatrix::from_element(rows, 1, 1.0), None).expect("finite")
        };
        let factor = RowFactor::merge(vec![block(7), block(3), block(11)]).expect("blocks");
        let (about, means) = factor.dataset().split_means();
        assert!(about.inputs().column(0).amax() <= 0.0);
        assert_eq!((means.inputs[0], means.targets[0]), (0.1, 1.0));
    }

    #[test]
    fn weights_of_zero_and_two_are_no_sample_and_two() {
        let inputs = DMatrix::from_column_slice(3, 1, &[1.0, 2.0, 6.0]);
        let weighted = RowFactor::of_block(inputs.clone(), &inputs, Some(&[2.0, 0.0, 1.0]));
        let (about, means) = weighted.expect("finite").dataset().split_means();
        // Mean 8/3, 2·(5/3)² + (10/3)² = 150/9.
        assert!((means.inputs[0] - 8.0 / 3.0).abs() < 1e-15);
        assert!((about.inputs().norm_squared() - 150.0 / 9.0).abs() < 1e-13);
    }

    #[test]
    fn blocks_of_other_columns_are_refused() {
        let block = |columns| {
            let zeros = DMatrix::zeros(2, columns);
            RowFactor::of_block(zeros, &DMatrix::zeros(2, 1), None).expect("finite")
        };
        let refused = RowFactor::merge(vec![block(2), block(3)]);
        assert_eq!(refused, Err(RowFactorError::Columns { found: 4, expected: 3 }));
        assert_eq!(RowFactor::merge(vec![]), Err(RowFactorError::Empty));
    }
}
