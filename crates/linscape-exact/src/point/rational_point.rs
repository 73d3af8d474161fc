//! Weights at which the loss is looked at.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::One;

use crate::arithmetic::integral;
use crate::{ClearedPoint, Matrix, Moments};

/// Why weights and data make no point.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PointError {
    /// No layer at all.
    #[error("a network has at least one layer")]
    NoLayers,
    /// Two layers, or a layer and the data, that do not fit.
    #[error("W{layer} has {found} columns, but what comes before it has {expected}")]
    Chain {
        /// The layer, from 1; one more than there are layers for the output.
        layer: usize,
        /// Columns it has.
        found: usize,
        /// Columns it should have.
        expected: usize,
    },
    /// The output differs from that of the targets.
    #[error("the last layer has {found} rows, but the targets have {expected} columns")]
    Outputs {
        /// Rows of the last layer.
        found: usize,
        /// Rows of the cross moment.
        expected: usize,
    },
    /// An input moment that is not square, not symmetric or does not fit the cross moment.
    #[error("the input moment is not a symmetric matrix of order {expected}")]
    InputMoment {
        /// Columns of the cross moment.
        expected: usize,
    },
    /// A cross moment that no data with these inputs have.
    #[error("the cross moment sees input directions in which the inputs do not vary")]
    CrossMoment,
}

/// Rational weights `W_1, …, W_h` and the moments of the data, in any coordinates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    weights: Vec<Matrix<BigRational>>,
    moments: Moments,
}

impl Point {
    /// The point with these weights.
    ///
    /// # Errors
    /// When shapes do not fit, or the moments are those of no data.
    pub fn new(weights: Vec<Matrix<BigRational>>, moments: Moments) -> Result<Self, PointError> {
        let expected = moments.cross.columns();
        let input = &moments.input;
        if input.rows() != expected || *input != input.transposed() {
            return Err(PointError::InputMoment { expected });
        }
        if moments.without_redundancy().is_none() {
            return Err(PointError::CrossMoment);
        }
        let mut expected = expected;
        for (before, matrix) in weights.iter().enumerate() {
            let found = matrix.columns();
            if found != expected {
                return Err(PointError::Chain { layer: before + 1, found, expected });
            }
            expected = matrix.rows();
        }
        let found = weights.last().ok_or(PointError::NoLayers)?.rows();
        if found != moments.cross.rows() {
            return Err(PointError::Outputs { found, expected: moments.cross.rows() });
        }
        Ok(Self { weights, moments })
    }

    /// The weights, from the input on.
    #[must_use]
    pub fn weights(&self) -> &[Matrix<BigRational>] {
        &self.weights
    }

    /// The moments of the data.
    #[must_use]
    pub fn moments(&self) -> &Moments {
        &self.moments
    }

    /// Number of layers `h`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.weights.len()
    }

    /// How far the loss is below that of the zero map: `tr W Cᵀ − ½ tr W G Wᵀ`. At a critical point
    /// that has learned the modes `J` this is `½ Σ_{k∈J} σ_k²`.
    ///
    /// # Examples
    /// ```
    /// use linscape_exact::{Matrix, Moments, Point};
    /// let number = |value: i64| num_rational::BigRational::from_integer(value.into());
    /// let one = |value| Matrix::from_rows(&[&[number(value)]]);
    /// let point = Point::new(vec![one(1), one(3)], Moments::white(one(3)))?;
    /// assert_eq!(point.gain(), number(9) / number(2));
    /// # Ok::<(), linscape_exact::PointError>(())
    /// ```
    #[must_use]
    pub fn gain(&self) -> BigRational {
        let product = self.product();
        let square = product.times(&self.moments.input).dot(&product);
        product.dot(&self.moments.cross) - square / BigInt::from(2)
    }

    /// `W_h ⋯ W_1`.
    #[must_use]
    pub fn product(&self) -> Matrix<BigRational> {
        let mut product = self.weights[0].clone();
        for matrix in &self.weights[1..] {
            product = matrix.times(&product);
        }
        product
    }

    /// The same point in whole numbers: each layer times its common denominator `c_i`, the moments
    /// times theirs. A change of scale of each layer's coordinates and of the loss, so that signs,
    /// ranks and zeros stay.
    #[must_use]
    pub fn cleared(&self) -> ClearedPoint {
        let cleared: Vec<_> = self.weights.iter().map(integral).collect();
        let common = cleared.iter().fold(BigInt::one(), |product, (common, _)| product * common);
        let factor = BigRational::from_integer(common);
        // Both moments by one factor: their denominators are cleared as one matrix.
        let joint = Matrix::from_fn(
            self.moments.input.rows() + self.moments.cross.rows(),
            self.moments.input.columns(),
            |row, column| match row.checked_sub(self.moments.input.rows()) {
                None => self.moments.input[(row, column)].clone(),
                Some(row) => &self.moments.cross[(row, column)] * &factor,
            },
        );
        let (_, joint) = integral(&joint);
        let inputs = self.moments.input.rows();
        let rows = |from: usize, to: usize| {
            Matrix::from_fn(to - from, inputs, |row, column| joint[(from + row, column)].clone())
        };
        let weights = cleared.into_iter().map(|(_, whole)| whole).collect();
        ClearedPoint::new(weights, rows(0, inputs), rows(inputs, joint.rows()))
    }

    /// The same point with as few inputs as the data have directions, and how many weights of the
    /// first layer the loss does not feel.
    pub(crate) fn without_redundancy(&self) -> (Self, usize) {
        match self.moments.without_redundancy() {
            Some((moments, onto)) => {
                let idle = self.weights[0].columns() - moments.input.columns();
                let mut weights = self.weights.clone();
                weights[0] = weights[0].times(&onto);
                let ignored = idle * weights[0].rows();
                (Self { weights, moments }, ignored)
            }
            None => unreachable!("the moments were those of data when the point was made"),
        }
    }
}
