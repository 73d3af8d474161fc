//! The conditions that ranks put on weights, linearised.

use linscape_critical::Weights;
use linscape_lapack::{DecompositionError, multiply, multiply_transposed};
use nalgebra::{DMatrix, DVector};

use crate::RankPattern;
use crate::stratum_projection::{between, small_sides};

/// `F = 0` for the part `F = Uᵀ A V` of every product `A` of known rank that lies between what `A`
/// nearly kills on either side: partial products `W_{y:x+1}`, residual products `B_{a,b+1}`, and
/// the gradient, whose rank is 0.
pub(crate) struct RankConditions {
    /// `JᵀJ`, `N × N`, with `J` the derivative of all `F`.
    pub normal: DMatrix<f64>,
    /// `JᵀF`.
    pub slope: DVector<f64>,
}

impl RankConditions {
    pub fn at(
        weights: &Weights,
        target: &DMatrix<f64>,
        pattern: &RankPattern,
    ) -> Result<Self, DecompositionError> {
        let order = weights.parameters();
        let mut all = Self { normal: DMatrix::zeros(order, order), slope: DVector::zeros(order) };
        let point = Point::of(weights, target);
        let depth = weights.depth();
        for x in 0..depth {
            for y in x + 1..=depth {
                all.add_product(&point, x, y, pattern.product(x, y))?;
            }
        }
        for b in 0..depth {
            for a in b + 1..=depth {
                let rank = if a == b + 1 { 0 } else { pattern.residual(b, a) };
                all.add_residual(&point, b, a, rank)?;
            }
        }
        Ok(all)
    }

    fn add_product(
        &mut self,
        point: &Point,
        x: usize,
        y: usize,
        rank: usize,
    ) -> Result<(), DecompositionError> {
        let (u, v) = small_sides(&point.product(x, y), rank)?;
        let value = between(&u, &point.product(x, y), &v);
        let mut rows = Rows::new(point, value, point.size.powi(1 - signed(y - x)));
        for layer in x..y {
            let left = multiply_transposed(&u, &point.product(layer + 1, y));
            rows.direct(layer, &left, &multiply(&point.product(x, layer), &v));
        }
        rows.add_to(self);
        Ok(())
    }

    /// `C = W_{b:1} Rᵀ W_{h:a+1}`, the transpose of `B_{a,b+1}`.
    fn add_residual(
        &mut self,
        point: &Point,
        b: usize,
        a: usize,
        rank: usize,
    ) -> Result<(), DecompositionError> {
        let depth = point.weights.depth();
        let (first, last) = (point.product(0, b), point.product(a, depth));
        let back = point.residual.transpose();
        let whole = multiply(&multiply(&first, &back), &last);
        let (u, v) = small_sides(&whole, rank)?;
        let value = between(&u, &whole, &v);
        let degree = signed(b + depth + depth - a);
        let mut rows = Rows::new(point, value, point.size.powi(1 - degree));
        let (into, out_of) = (multiply_transposed(&u, &first), multiply(&last, &v));
        for layer in 0..depth {
            if layer < b {
                let left = multiply_transposed(&u, &point.product(layer + 1, b));
                let right = multiply(&point.product(0, layer), &multiply(&back, &out_of));
                rows.direct(layer, &left, &right);
            }
            if layer >= a {
                let left = multiply(&multiply(&into, &back), &point.product(layer + 1, depth));
                rows.direct(layer, &left, &multiply(&point.product(a, layer), &v));
            }
            // R = Σ − W moves against W.
            let left = multiply(&into, &point.product(0, layer).transpose());
            let right = multiply_transposed(&point.product(layer + 1, depth), &out_of);
            rows.transposed(layer, &-left, &right);
        }
        rows.add_to(self);
        Ok(())
    }
}

/// The weights with what is computed from them.
struct Point<'w> {
    weights: &'w Weights,
    residual: DMatrix<f64>,
    /// Where the parameters of each layer start.
    offsets: Vec<usize>,
    /// The size of a layer, in powers of which conditions are measured.
    size: f64,
}

impl<'w> Point<'w> {
    fn of(weights: &'w Weights, target: &DMatrix<f64>) -> Self {
        let mut offsets = vec![0];
        for matrix in weights.matrices() {
            offsets.push(offsets[offsets.len() - 1] + matrix.len());
        }
        let natural = target.norm().powf(1.0 / weights.depth() as f64);
        let size = if natural > 0.0 { natural } else { 1.0 };
        Self { weights, residual: target - weights.product(), offsets, size }
    }

    fn product(&self, x: usize, y: usize) -> DMatrix<f64> {
        self.weights.partial_product(y, x + 1)
    }
}

/// The derivative of one `F`, its entries column by column.
struct Rows<'p> {
    point: &'p Point<'p>,
    value: DMatrix<f64>,
    weight: f64,
    derivative: DMatrix<f64>,
}

impl<'p> Rows<'p> {
    fn new(point: &'p Point<'p>, value: DMatrix<f64>, weight: f64) -> Self {
        let order = point.offsets[point.offsets.len() - 1];
        let derivative = DMatrix::zeros(value.len(), order);
        Self { point, value, weight, derivative }
    }

    /// Adds `dF = L dW R`.
    fn direct(&mut self, layer: usize, left: &DMatrix<f64>, right: &DMatrix<f64>) {
        let (rows, columns) = self.point.weights.matrices()[layer].shape();
        for e in 0..columns {
            for c in 0..rows {
                self.add(layer, e * rows + c, left, c, right, e);
            }
        }
    }

    /// Adds `dF = L dWᵀ R`.
    fn transposed(&mut self, layer: usize, left: &DMatrix<f64>, right: &DMatrix<f64>) {
        let (rows, columns) = self.point.weights.matrices()[layer].shape();
        for e in 0..columns {
            for c in 0..rows {
                self.add(layer, e * rows + c, left, e, right, c);
            }
        }
    }

    /// Adds the outer product of column `l` of `left` and row `r` of `right`.
    fn add(
        &mut self,
        layer: usize,
        entry: usize,
        left: &DMatrix<f64>,
        l: usize,
        right: &DMatrix<f64>,
        r: usize,
    ) {
        let height = left.nrows();
        let mut column = self.derivative.column_mut(self.point.offsets[layer] + entry);
        for y in 0..right.ncols() {
            column.rows_mut(y * height, height).axpy(right[(r, y)], &left.column(l), 1.0);
        }
    }

    fn add_to(self, all: &mut RankConditions) {
        if self.value.is_empty() {
            return;
        }
        let squared = self.weight * self.weight;
        let value = DVector::from_column_slice(self.value.as_slice());
        all.normal += multiply_transposed(&self.derivative, &self.derivative) * squared;
        all.slope += self.derivative.tr_mul(&value) * squared;
    }
}

fn signed(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
