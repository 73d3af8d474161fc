//! Weights at which the loss is looked at.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};

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
    /// `λ_i` of every layer; zeros without weight decay.
    decay: Vec<BigRational>,
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
        let decay = vec![BigRational::zero(); weights.len()];
        Ok(Self { weights, moments, decay })
    }

    /// The same point of the loss with weight decay, `½ Σ_i λ_i ‖W_i‖²` added.
    ///
    /// # Panics
    /// When there is not one `λ_i` a layer.
    ///
    /// # Examples
    /// `½(4 − w₃w₂w₁)² + ½·3·(w₁² + w₂² + w₃²)` at ones: `x⁴ − 4x + 3` has a double root there, the fold.
    /// ```
    /// use linscape_exact::{Matrix, Moments, Point};
    /// let number = |value: i64| num_rational::BigRational::from_integer(value.into());
    /// let one = |value| Matrix::from_rows(&[&[number(value)]]);
    /// let point = Point::new(vec![one(1); 3], Moments::white(one(4)))?;
    /// let at = point.with_decay(vec![number(3); 3]).cleared();
    /// let inertia = at.inertia();
    /// assert!(at.is_critical() && !at.cubic_is_silent());
    /// assert_eq!((inertia.negative, inertia.zero, inertia.positive), (0, 1, 2));
    /// # Ok::<(), linscape_exact::PointError>(())
    /// ```
    #[must_use]
    pub fn with_decay(mut self, decay: Vec<BigRational>) -> Self {
        assert_eq!(decay.len(), self.depth(), "one decay a layer");
        self.decay = decay;
        self
    }

    /// `λ_i` of every layer.
    #[must_use]
    pub fn decay(&self) -> &[BigRational] {
        &self.decay
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

    /// How far the loss is below that of the zero map: `tr W Cᵀ − ½ tr W G Wᵀ − ½ Σ λ_i ‖W_i‖²`. At a
    /// critical point without decay that has learned the modes `J` this is `½ Σ_{k∈J} σ_k²`.
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
        let decays = self.decay.iter().zip(&self.weights);
        let decayed: BigRational = decays.map(|(decay, layer)| decay * layer.dot(layer)).sum();
        product.dot(&self.moments.cross) - (square + decayed) / BigInt::from(2)
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
        let (scales, weights): (Vec<_>, Vec<_>) = self.weights.iter().map(integral).unzip();
        let common = scales.iter().fold(BigInt::one(), |product, scale| product * scale);
        let factor = BigRational::from_integer(common.clone());
        let Moments { input, cross } = &self.moments;
        // One factor for all that the loss is a sum of: cleared as one row.
        let decays = self.decay.iter().zip(&scales).map(|(decay, scale)| {
            let others = BigRational::from_integer(&common / scale);
            decay * &others * &others
        });
        let scaled_cross = cross.scaled(&factor);
        let entries = input.entries().iter().chain(scaled_cross.entries()).cloned().chain(decays);
        let entries: Vec<BigRational> = entries.collect();
        let (_, whole) = integral(&Matrix::from_rows(&[&entries]));
        let (inputs, crossed) = (input.entries().len(), cross.entries().len());
        let part = |rows: usize, first: usize| {
            let columns = input.columns();
            Matrix::from_fn(rows, columns, |row, column| {
                whole[(0, first + row * columns + column)].clone()
            })
        };
        let decay = whole.entries()[inputs + crossed..].to_vec();
        ClearedPoint::new(weights, part(input.rows(), 0), part(cross.rows(), inputs), decay)
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
                (Self { weights, moments, decay: self.decay.clone() }, ignored)
            }
            None => unreachable!("the moments were those of data when the point was made"),
        }
    }
}
