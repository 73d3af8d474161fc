//! One condition that a rank puts on weights.

use crate::refine::Point;
use linscape_lapack::{DecompositionError, multiply, multiply_transposed, thin_svd};
use nalgebra::DMatrix;

use crate::refine::{AdaptedBases, LayerPath};

/// `F = Uᵀ A V`, measured in powers of a layer's size, with its derivative.
pub(crate) struct Condition {
    pub value: DMatrix<f64>,
    pub terms: Vec<Term>,
}

/// A share `L dW R` or `L dWᵀ R` of a derivative.
pub(crate) struct Term {
    /// The layer of `W`, from 0.
    pub layer: usize,
    pub left: DMatrix<f64>,
    pub right: DMatrix<f64>,
    pub is_transposed: bool,
}

impl Term {
    /// For changes `B_i dW B_{i−1}⁻¹` in place of `dW`.
    pub(crate) fn turn(&mut self, bases: &AdaptedBases) {
        let (before, after) = (self.layer, self.layer + 1);
        let (left, right) = (std::mem::take(&mut self.left), std::mem::take(&mut self.right));
        (self.left, self.right) = if self.is_transposed {
            // dWᵀ becomes B_{i−1}⁻ᵀ dWᵀ B_iᵀ.
            (
                bases.times_inverse_transposed(left, before),
                bases.basis_transposed_times(after, right),
            )
        } else {
            (bases.times_basis(left, after), bases.inverse_times(before, right))
        };
    }
}

impl Condition {
    /// `A` the product of a path.
    pub(crate) fn on(point: &Point<'_>, path: LayerPath, sides: &Sides) -> Self {
        match path {
            LayerPath::Along { x, y } => Self::on_product(point, x, y, sides),
            LayerPath::Around { b, a } => Self::on_residual(point, b, a, sides),
        }
    }

    /// `A = W_{y:x+1}` between the sides given.
    pub(crate) fn on_product(point: &Point<'_>, x: usize, y: usize, (u, v): &Sides) -> Self {
        let value = between(u, &point.product(x, y), v);
        let mut condition = Self { value, terms: Vec::new() };
        for layer in x..y {
            let left = multiply_transposed(u, &point.product(layer + 1, y));
            let right = multiply(&point.product(x, layer), v);
            condition.terms.push(Term { layer, left, right, is_transposed: false });
        }
        condition.scaled(point.size().powi(1 - signed(y - x)))
    }

    /// `A = W_{b:1} Rᵀ W_{h:a+1}`, the transpose of `B_{a,b+1}`, between the sides given.
    pub(crate) fn on_residual(point: &Point<'_>, b: usize, a: usize, (u, v): &Sides) -> Self {
        let depth = point.depth();
        let (first, last) = (point.product(0, b), point.product(a, depth));
        let back = point.residual().transpose();
        let value = between(u, &point.pulled(b, a), v);
        let mut condition = Self { value, terms: Vec::new() };
        let (into, out_of) = (multiply_transposed(u, &first), multiply(&last, v));
        for layer in 0..depth {
            if layer < b {
                let left = multiply_transposed(u, &point.product(layer + 1, b));
                let right = multiply(&point.product(0, layer), &multiply(&back, &out_of));
                condition.terms.push(Term { layer, left, right, is_transposed: false });
            }
            if layer >= a {
                let left = multiply(&multiply(&into, &back), &point.product(layer + 1, depth));
                let right = multiply(&point.product(a, layer), v);
                condition.terms.push(Term { layer, left, right, is_transposed: false });
            }
            // R = Σ − W moves against W.
            let left = -multiply(&into, &point.product(0, layer).transpose());
            let right = multiply_transposed(&point.product(layer + 1, depth), &out_of);
            condition.terms.push(Term { layer, left, right, is_transposed: true });
        }
        condition.scaled(point.size().powi(1 - signed(b + depth + depth - a)))
    }

    /// In other units; shares that vanish are left out.
    fn scaled(mut self, factor: f64) -> Self {
        self.value *= factor;
        self.terms.retain(|term| !term.left.is_empty() && !term.right.is_empty());
        self.terms.iter_mut().for_each(|term| term.left *= factor);
        self
    }
}

/// `U` and `V`: orthonormal columns on the left and on the right of a product.
pub(crate) type Sides = (DMatrix<f64>, DMatrix<f64>);

/// Bases of what a matrix of known rank nearly kills.
pub(crate) fn small_sides(matrix: &DMatrix<f64>, rank: usize) -> Result<Sides, DecompositionError> {
    let (rows, columns) = matrix.shape();
    if rank == 0 {
        return Ok((DMatrix::identity(rows, rows), DMatrix::identity(columns, columns)));
    }
    if rank == rows || rank == columns {
        // One side is empty, and so is the condition.
        return Ok((DMatrix::zeros(rows, 0), DMatrix::zeros(columns, 0)));
    }
    // With at least as many rows as columns the right singular vectors are a whole basis.
    let right = |tall: DMatrix<f64>| {
        let (rows, columns) = tall.shape();
        let svd = thin_svd(tall.resize_vertically(rows.max(columns), 0.0))?;
        Ok(svd.vt.rows(rank, columns - rank).transpose())
    };
    if rows == columns {
        let svd = thin_svd(matrix.clone())?;
        let left = svd.u.columns(rank, rows - rank).into_owned();
        return Ok((left, svd.vt.rows(rank, columns - rank).transpose()));
    }
    Ok((right(matrix.transpose())?, right(matrix.clone())?))
}

/// The part of a side, of as many columns as stated, that a shorter product does not kill.
pub(crate) fn not_killed(
    shorter: &DMatrix<f64>,
    side: DMatrix<f64>,
    count: usize,
) -> Result<DMatrix<f64>, DecompositionError> {
    let columns = side.ncols();
    if count >= columns {
        return Ok(side);
    }
    let images = multiply(shorter, &side);
    let height = images.nrows().max(columns);
    // At least as tall as wide, so that the right singular vectors are a whole basis.
    let svd = thin_svd(images.resize_vertically(height, 0.0))?;
    Ok(multiply(&side, &svd.vt.rows(0, count).transpose()))
}

/// `Uᵀ A V`.
fn between(left: &DMatrix<f64>, matrix: &DMatrix<f64>, right: &DMatrix<f64>) -> DMatrix<f64> {
    multiply(&multiply_transposed(left, matrix), right)
}

fn signed(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
