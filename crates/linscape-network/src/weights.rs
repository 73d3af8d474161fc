//! The weights of a network: matrices, and biases where it has them.

use linscape_critical::numbered;
use linscape_lapack::multiply;
use nalgebra::{DMatrix, DVector};
use thiserror::Error;

/// Weight matrices `W_1, …, W_h`, `W_i` of shape `d_i × d_{i−1}`, and for each layer a bias `b_i` of
/// length `d_i` or none: `x ↦ W_h(⋯(W_1 x + b_1)⋯) + b_h`. A bias that is zero is one.
///
/// # Examples
/// ```
/// use linscape_network::Weights;
/// use nalgebra::DMatrix;
/// let weights = Weights::new(vec![DMatrix::from_element(2, 3, 1.0), DMatrix::identity(1, 2)])?;
/// assert_eq!(weights.widths(), [3, 2, 1]);
/// assert_eq!(weights.product()[(0, 0)], 1.0);
/// # Ok::<(), linscape_network::WeightsError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    matrices: Vec<DMatrix<f64>>,
    biases: Vec<Option<DVector<f64>>>,
}

/// Why matrices are no network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WeightsError {
    /// No matrix at all.
    #[error("a network has at least one weight matrix")]
    Empty,
    /// Two neighbours do not chain.
    #[error(
        "W{after} is {}×{} and cannot follow W{layer}, which is {}×{}",
        next.0, next.1, this.0, this.1
    )]
    Chain {
        /// 1-based layer of the first of the two.
        layer: usize,
        /// 1-based layer of the second.
        after: usize,
        /// Shape of the first.
        this: (usize, usize),
        /// Shape of the second.
        next: (usize, usize),
    },
    /// An entry is NaN or infinite.
    #[error("W{layer} has an entry that is not finite (row {row}, column {column})")]
    NotFinite {
        /// 1-based layer.
        layer: usize,
        /// 1-based row.
        row: usize,
        /// 1-based column.
        column: usize,
    },
    /// A bias of another length than its layer.
    #[error(
        "b{layer} has {} and its layer {}",
        numbered(length, "entry", "entries"),
        numbered(width, "unit", "units")
    )]
    Bias {
        /// 1-based layer.
        layer: usize,
        /// Length of the bias.
        length: usize,
        /// `d_i`.
        width: usize,
    },
    /// A bias too many or too few.
    #[error(
        "{} for {}, counting those that have none",
        numbered(given, "bias", "biases"),
        numbered(depth, "layer", "layers")
    )]
    Biases {
        /// How many were given.
        given: usize,
        /// `h`.
        depth: usize,
    },
    /// An entry of a bias is NaN or infinite.
    #[error("b{layer} has an entry that is not finite (row {row})")]
    BiasNotFinite {
        /// 1-based layer.
        layer: usize,
        /// 1-based row.
        row: usize,
    },
}

impl Weights {
    /// Every entry changed by a function.
    #[must_use]
    pub fn map(&self, change: impl Fn(f64) -> f64) -> Self {
        let bias = |bias: &Option<DVector<f64>>| bias.as_ref().map(|bias| bias.map(&change));
        Self {
            matrices: self.matrices.iter().map(|matrix| matrix.map(&change)).collect(),
            biases: self.biases.iter().map(bias).collect(),
        }
    }

    /// Every entry of `W_1` changed by a function.
    #[must_use]
    pub fn map_first(mut self, change: impl Fn(f64) -> f64) -> Self {
        self.matrices[0].apply(|entry| *entry = change(*entry));
        self
    }

    /// A network with the given matrices, from the input on.
    ///
    /// # Errors
    /// When there is no matrix, two neighbours do not chain, or an entry is not finite.
    pub fn new(matrices: Vec<DMatrix<f64>>) -> Result<Self, WeightsError> {
        if matrices.is_empty() {
            return Err(WeightsError::Empty);
        }
        for (at, pair) in matrices.windows(2).enumerate() {
            if pair[1].ncols() != pair[0].nrows() {
                let (layer, after) = (at + 1, at + 2);
                let (this, next) = (pair[0].shape(), pair[1].shape());
                return Err(WeightsError::Chain { layer, after, this, next });
            }
        }
        for (at, matrix) in matrices.iter().enumerate() {
            if let Some(entry) = matrix.iter().position(|entry| !entry.is_finite()) {
                let (row, column) = (entry % matrix.nrows() + 1, entry / matrix.nrows() + 1);
                return Err(WeightsError::NotFinite { layer: at + 1, row, column });
            }
        }
        let biases = vec![None; matrices.len()];
        Ok(Self { matrices, biases })
    }

    /// The same matrices with these biases, from the input on.
    ///
    /// # Errors
    /// When there is not one entry a layer, a bias has another length than its layer, or an entry is
    /// not finite.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Weights;
    /// use nalgebra::{DMatrix, DVector};
    /// let matrices = vec![DMatrix::from_element(2, 3, 1.0), DMatrix::from_element(1, 2, 4.0)];
    /// let biases = vec![Some(DVector::from_element(2, 1.0)), Some(DVector::from_element(1, 5.0))];
    /// let weights = Weights::new(matrices)?.with_biases(biases)?;
    /// assert_eq!(weights.parameters(), 6 + 2 + 2 + 1);
    /// // Inputs that are zero: 4·1 + 4·1 + 5.
    /// assert_eq!(weights.constant()[0], 13.0);
    /// # Ok::<(), linscape_network::WeightsError>(())
    /// ```
    pub fn with_biases(self, biases: Vec<Option<DVector<f64>>>) -> Result<Self, WeightsError> {
        let (given, depth) = (biases.len(), self.depth());
        if given != depth {
            return Err(WeightsError::Biases { given, depth });
        }
        for (at, (bias, matrix)) in biases.iter().zip(&self.matrices).enumerate() {
            let Some(bias) = bias else { continue };
            let (layer, length, width) = (at + 1, bias.len(), matrix.nrows());
            if length != width {
                return Err(WeightsError::Bias { layer, length, width });
            }
            if let Some(row) = bias.iter().position(|entry| !entry.is_finite()) {
                return Err(WeightsError::BiasNotFinite { layer, row: row + 1 });
            }
        }
        Ok(Self { biases, ..self })
    }

    /// The matrices alone.
    #[must_use]
    pub fn without_biases(&self) -> Self {
        Self { matrices: self.matrices.clone(), biases: vec![None; self.depth()] }
    }

    /// The same with another `W_1`, and with the same biases.
    ///
    /// # Errors
    /// When it does not chain with `W_2`, or an entry is not finite.
    pub fn with_first(&self, first: DMatrix<f64>) -> Result<Self, WeightsError> {
        let mut matrices = self.matrices.clone();
        matrices[0] = first;
        Self::new(matrices)?.with_biases(self.biases.clone())
    }

    /// `b_1, …, b_h`, none where a layer has none.
    #[must_use]
    pub fn biases(&self) -> &[Option<DVector<f64>>] {
        &self.biases
    }

    /// Whether any layer has a bias.
    #[must_use]
    pub fn has_biases(&self) -> bool {
        self.biases.iter().any(Option::is_some)
    }

    /// What the network makes of inputs that are zero: `Σ_i W_{h:i+1} b_i`.
    #[must_use]
    pub fn constant(&self) -> DVector<f64> {
        self.constant_of(|_| 1.0)
    }

    /// The same where the bias of a layer (0-based) multiplies a constant of its own.
    pub(crate) fn constant_of(&self, multiplied: impl Fn(usize) -> f64) -> DVector<f64> {
        let mut constant = DVector::zeros(self.matrices[0].ncols());
        for (at, (matrix, bias)) in self.matrices.iter().zip(&self.biases).enumerate() {
            constant = matrix * constant;
            if let Some(bias) = bias {
                constant.axpy(multiplied(at), bias, 1.0);
            }
        }
        constant
    }

    /// `W_1, …, W_h` (0-based: entry `i − 1` is `W_i`).
    #[must_use]
    pub fn matrices(&self) -> &[DMatrix<f64>] {
        &self.matrices
    }

    /// Number of layers `h`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.matrices.len()
    }

    /// `d_0, …, d_h`.
    #[must_use]
    pub fn widths(&self) -> Vec<usize> {
        let outputs = self.matrices.iter().map(DMatrix::nrows);
        std::iter::once(self.matrices[0].ncols()).chain(outputs).collect()
    }

    /// Number of weights and biases `N`.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.layer_parameters().iter().sum()
    }

    /// Numbers of weights and biases of every layer.
    #[must_use]
    pub fn layer_parameters(&self) -> Vec<usize> {
        let bias = |bias: &Option<DVector<f64>>| bias.as_ref().map_or(0, DVector::len);
        self.matrices.iter().zip(&self.biases).map(|(matrix, b)| matrix.len() + bias(b)).collect()
    }

    /// The partial product `W_{j:i} = W_j W_{j−1} ⋯ W_i` (1-based layers), of shape
    /// `d_j × d_{i−1}`; the identity of order `d_j` when `j = i − 1`.
    ///
    /// # Panics
    /// When the layers are outside `1 ≤ i ≤ j + 1 ≤ h + 1`.
    #[must_use]
    pub fn partial_product(&self, j: usize, i: usize) -> DMatrix<f64> {
        assert!(1 <= i && i <= j + 1 && j <= self.depth(), "no partial product W_{{{j}:{i}}}");
        if j + 1 == i {
            let order =
                if j == 0 { self.matrices[0].ncols() } else { self.matrices[j - 1].nrows() };
            return DMatrix::identity(order, order);
        }
        let first = self.matrices[i - 1].clone();
        self.matrices[i..j].iter().fold(first, |product, matrix| multiply(matrix, &product))
    }

    /// The end-to-end map `W = W_h ⋯ W_1`, of shape `d_h × d_0`.
    #[must_use]
    pub fn product(&self) -> DMatrix<f64> {
        self.partial_product(self.depth(), 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matrices_must_chain_and_be_finite() {
        let (a, b) = (DMatrix::zeros(2, 3), DMatrix::zeros(1, 3));
        let error = Weights::new(vec![a.clone(), b]).expect_err("2 into 3");
        assert_eq!(error.to_string(), "W2 is 1×3 and cannot follow W1, which is 2×3");
        assert_eq!(Weights::new(vec![]), Err(WeightsError::Empty));
        let mut spoiled = a;
        spoiled[(1, 2)] = f64::INFINITY;
        let at = WeightsError::NotFinite { layer: 1, row: 2, column: 3 };
        assert_eq!(Weights::new(vec![spoiled]), Err(at));
    }

    #[test]
    fn biases_are_as_long_as_their_layers() {
        let weights = || Weights::new(vec![DMatrix::zeros(2, 3)]).expect("a layer");
        let fault = |biases| weights().with_biases(biases).expect_err("refused");
        let bias = WeightsError::Bias { layer: 1, length: 3, width: 2 };
        assert_eq!(fault(vec![Some(DVector::zeros(3))]), bias);
        assert_eq!(fault(vec![]), WeightsError::Biases { given: 0, depth: 1 });
        let spoiled = DVector::from_column_slice(&[0.0, f64::NAN]);
        assert_eq!(fault(vec![Some(spoiled)]), WeightsError::BiasNotFinite { layer: 1, row: 2 });
        // A zero bias is one.
        let with = weights().with_biases(vec![Some(DVector::zeros(2))]).expect("fits");
        assert!(with.has_biases() && with.parameters() == 8);
        assert!(with != weights() && with.without_biases() == weights());
    }

    #[test]
    fn empty_partial_products_are_identities() {
        let weights =
            Weights::new(vec![DMatrix::zeros(2, 3), DMatrix::zeros(4, 2)]).expect("chain");
        assert_eq!(weights.partial_product(0, 1), DMatrix::identity(3, 3));
        assert_eq!(weights.partial_product(1, 2), DMatrix::identity(2, 2));
        assert_eq!(weights.partial_product(2, 3), DMatrix::identity(4, 4));
        assert_eq!(weights.partial_product(2, 1).shape(), (4, 3));
    }
}
