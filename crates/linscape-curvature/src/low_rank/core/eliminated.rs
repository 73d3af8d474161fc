//! The outer layer of a core that is eliminated.

use super::CoreNetwork;
use linscape_lapack::{DecompositionError, multiply, multiply_transposed, symmetric_eigen};
use nalgebra::{DMatrix, DVector};

/// Most entries of the coupling: 512 MB.
const MOST_ENTRIES: usize = 1 << 26;

/// The layer to be eliminated, in the basis where its part `R ⊗ L` of the Hessian is diagonal.
pub(super) struct Eliminated {
    pub is_first: bool,
    /// `L`, of the rows of the layer.
    left: Side,
    /// `R`, of its columns.
    right: Side,
}

/// A factor of what is eliminated.
struct Side {
    values: DVector<f64>,
    /// Its eigenvectors; `None` where it is diagonal.
    turn: Option<DMatrix<f64>>,
    /// What their decomposition is wrong by, in spectral norm.
    defect: f64,
}

impl Side {
    fn diagonal(values: DVector<f64>) -> Self {
        Self { values, turn: None, defect: 0.0 }
    }

    fn of(matrix: &DMatrix<f64>) -> Result<Self, DecompositionError> {
        if is_diagonal(matrix) {
            return Ok(Self::diagonal(matrix.diagonal()));
        }
        let eigen = symmetric_eigen(matrix.clone())?;
        let (values, vectors) = (DVector::from_column_slice(&eigen.values), eigen.vectors);
        let turned = multiply(&(&vectors * DMatrix::from_diagonal(&values)), &vectors.transpose());
        let order = matrix.nrows();
        let skew = multiply_transposed(&vectors, &vectors) - DMatrix::identity(order, order);
        let defect = (turned - matrix).norm() + 2.0 * skew.norm() * matrix.norm();
        Ok(Self { values, turn: Some(vectors), defect })
    }

    /// Order of the turn.
    fn order(&self) -> usize {
        self.turn.as_ref().map_or(0, DMatrix::nrows)
    }
}

impl Eliminated {
    /// None where more than `most` coordinates would be left.
    pub(super) fn of(core: &CoreNetwork, most: usize) -> Result<Option<Self>, DecompositionError> {
        let (depth, orders) = (core.depth(), core.layer_orders());
        if depth < 2 {
            return Ok(None);
        }
        let (first, last) = (orders[0], orders[depth - 1]);
        let (is_first, eliminated) = (first >= last, first.max(last));
        let left = core.order() - eliminated;
        if left > most || left.saturating_mul(eliminated) > MOST_ENTRIES {
            return Ok(None);
        }
        let read = if is_first { 0 } else { depth - 1 };
        let right = match core.carried(read) {
            Some(read) => Side::of(&multiply(&read, &read.transpose()))?,
            None => Side::diagonal(DVector::from_element(core.width(0), 1.0)),
        };
        let left = if is_first {
            let after = core.between(1, depth);
            Side::of(&multiply_transposed(&after, &after))?
        } else {
            Side::diagonal(DVector::from_element(core.width(depth), 1.0))
        };
        Ok(Some(Self { is_first, left, right }))
    }

    /// `Λ`: columns of the layer follow each other.
    pub(super) fn diagonal(&self) -> DVector<f64> {
        self.right.values.kronecker(&self.left.values)
    }

    /// Orders of the turns, added up.
    pub(super) fn order(&self) -> usize {
        self.left.order() + self.right.order()
    }

    /// What `Λ` is wrong by.
    pub(super) fn defect(&self) -> f64 {
        let (left, right) = (&self.left, &self.right);
        left.defect * right.values.amax() + (left.values.amax() + left.defect) * right.defect
    }

    /// Rows of the layer's part of images, in its basis.
    pub(super) fn turned(&self, part: &DMatrix<f64>) -> DMatrix<f64> {
        let (rows, columns) = (self.left.values.len(), self.right.values.len());
        let mut turned = DMatrix::zeros(part.nrows(), part.ncols());
        for (at, image) in part.column_iter().enumerate() {
            let mut image = DMatrix::from_iterator(rows, columns, image.iter().copied());
            if let Some(turn) = &self.left.turn {
                image = multiply_transposed(turn, &image);
            }
            if let Some(turn) = &self.right.turn {
                image = multiply(&image, turn);
            }
            turned.column_mut(at).copy_from_slice(image.as_slice());
        }
        turned
    }
}

fn is_diagonal(matrix: &DMatrix<f64>) -> bool {
    let (rows, columns) = matrix.shape();
    rows == columns && (0..columns).all(|j| (0..rows).all(|i| i == j || matrix[(i, j)] == 0.0))
}
