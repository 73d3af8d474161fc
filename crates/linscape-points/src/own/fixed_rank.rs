//! The functional of the product on matrices of one rank.

use linscape_lapack::{DecompositionError, symmetric_eigen};
use nalgebra::DMatrix;

/// `F(W) = ½‖(A C^{−1/2}) − W C^{1/2}‖² + (hλ/2) Σ_k s_k(W)^{2/h}` with `C` diagonal.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Functional {
    /// `h`.
    pub(super) depth: usize,
    /// `A`.
    pub(super) pull: DMatrix<f64>,
    /// `γ_l`, the diagonal of `C`.
    pub(super) moments: Vec<f64>,
    /// `λ`.
    pub(super) decay: f64,
}

/// `W = U diag(x^h) Vᵀ`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FixedRank {
    /// `U`.
    pub(super) left: DMatrix<f64>,
    /// `V`.
    pub(super) right: DMatrix<f64>,
    /// `x > 0`.
    pub(super) amplitudes: Vec<f64>,
}

impl FixedRank {
    /// `W`.
    pub(super) fn product(&self, depth: usize) -> DMatrix<f64> {
        let mut scaled = self.left.clone();
        for (mut column, amplitude) in scaled.column_iter_mut().zip(&self.amplitudes) {
            column *= amplitude.powf(depth as f64);
        }
        scaled * self.right.transpose()
    }
}

impl Functional {
    /// `G = A − W C`.
    pub(super) fn residual_pull(&self, product: &DMatrix<f64>) -> DMatrix<f64> {
        let mut moved = product.clone();
        for (mut column, moment) in moved.column_iter_mut().zip(&self.moments) {
            column *= *moment;
        }
        &self.pull - moved
    }

    /// `F(W)`, term by term.
    pub(super) fn value(&self, point: &FixedRank) -> f64 {
        let product = point.product(self.depth);
        let mut misfit = 0.0;
        for (at, moment) in self.moments.iter().enumerate() {
            let stretch = moment.sqrt();
            let column = self.pull.column(at) / stretch - product.column(at) * stretch;
            misfit += column.norm_squared();
        }
        let squares: f64 = point.amplitudes.iter().map(|own| own * own).sum();
        0.5 * misfit + 0.5 * self.depth as f64 * self.decay * squares
    }

    /// The Hessian of `F` on matrices of the point's rank, in the directions
    /// `x_j^{h−1} ū_i v̄_jᵀ` of completed bases `ū`, `v̄`, not both beyond the rank (those within it
    /// scaled by `(x_i x_j)^{(h−1)/2}`): `r(d_0 + d_h − r)` of them.
    ///
    /// Along the curve `(U + U_⊥PS⁻¹)(S + M)(V + V_⊥QᵀS⁻¹)ᵀ` the second derivative is
    /// `⟨ξC, ξ⟩ − 2⟨U_⊥ᵀGV_⊥, PS⁻¹Q⟩ + λ Σ_k x_k^{2−2h}(‖P_k‖² + ‖Q_k‖²)` and that of the penalty at
    /// `S + M`.
    pub(super) fn hessian(&self, point: &FixedRank) -> Result<DMatrix<f64>, DecompositionError> {
        let (left, right) = (completed(&point.left)?, completed(&point.right)?);
        let product = point.product(self.depth);
        let pull = left.transpose() * self.residual_pull(&product) * &right;
        let mut scaled = right.clone();
        for (mut row, moment) in scaled.row_iter_mut().zip(&self.moments) {
            row *= *moment;
        }
        let moments = right.transpose() * scaled;
        let (rank, h) = (point.amplitudes.len(), self.depth as f64);
        let places: Vec<(usize, usize)> = (0..right.ncols())
            .flat_map(|column| (0..left.ncols()).map(move |row| (row, column)))
            .filter(|&(row, column)| row < rank || column < rank)
            .collect();
        let x = &point.amplitudes;
        let weight = |(row, column): (usize, usize)| match (row < rank, column < rank) {
            (true, true) => (x[row] * x[column]).powf(0.5 * (h - 1.0)),
            (true, false) => x[row].powf(h - 1.0),
            _ => x[column].powf(h - 1.0),
        };
        Ok(DMatrix::from_fn(places.len(), places.len(), |one, other| {
            let (first, second) = (places[one], places[other]);
            let mut entry = 0.0;
            if first.0 == second.0 {
                entry += moments[(first.1, second.1)];
            }
            // A beyond-by-within direction and a within-by-beyond one through the same mode.
            if let Some((row, through, column)) = crossed(first, second, rank) {
                entry -= pull[(row, column)] / x[through].powf(h);
            }
            entry += self.decay * self.penalty(x, first, second);
            entry * weight(first) * weight(second)
        }))
    }

    /// Second derivative of `(h/2) Σ s_k^{2/h}`.
    fn penalty(&self, x: &[f64], first: (usize, usize), second: (usize, usize)) -> f64 {
        let (rank, h) = (x.len(), self.depth as f64);
        let (row, column) = first;
        if row >= rank || column >= rank {
            let mode = row.min(column);
            return if first == second { x[mode].powf(2.0 - 2.0 * h) } else { 0.0 };
        }
        if row == column {
            // f'' = (2/h − 1) s^{2/h − 2}.
            let curvature = (2.0 / h - 1.0) * x[row].powf(2.0 - 2.0 * h);
            return if first == second { curvature } else { 0.0 };
        }
        let slope = |own: f64| own.powf(2.0 - h);
        let (a, b) = (x[row], x[column]);
        let sum = (slope(a) + slope(b)) / (a.powf(h) + b.powf(h));
        let difference = if (a - b).abs() <= NEAR * a.max(b) {
            (2.0 / h - 1.0) * (a * b).sqrt().powf(2.0 - 2.0 * h)
        } else {
            (slope(a) - slope(b)) / (a.powf(h) - b.powf(h))
        };
        if first == second {
            0.5 * (difference + sum)
        } else if first == (second.1, second.0) {
            0.5 * (difference - sum)
        } else {
            0.0
        }
    }

    /// Singular values of the part of `G` that the point has not learned, decreasing.
    pub(super) fn unlearned(&self, point: &FixedRank) -> Result<Vec<f64>, DecompositionError> {
        let rank = point.amplitudes.len();
        let (left, right) = (completed(&point.left)?, completed(&point.right)?);
        let rest = self.residual_pull(&point.product(self.depth));
        let (rows, columns) = (left.ncols() - rank, right.ncols() - rank);
        if rows == 0 || columns == 0 {
            return Ok(Vec::new());
        }
        linscape_lapack::singular_values(
            left.columns(rank, rows).transpose() * rest * right.columns(rank, columns),
        )
    }
}

/// Amplitudes closer than this are one in divided differences: the error is the square of it.
const NEAR: f64 = 1e-5;

/// The row and column beyond the rank of two directions, and the mode between them.
fn crossed(
    first: (usize, usize),
    second: (usize, usize),
    rank: usize,
) -> Option<(usize, usize, usize)> {
    let one = |down: (usize, usize), across: (usize, usize)| {
        let fits = down.0 >= rank && across.1 >= rank && down.1 == across.0 && down.1 < rank;
        fits.then_some((down.0, down.1, across.1))
    };
    one(first, second).or_else(|| one(second, first))
}

/// An orthonormal basis that begins with the given columns.
fn completed(columns: &DMatrix<f64>) -> Result<DMatrix<f64>, DecompositionError> {
    let (order, rank) = columns.shape();
    let mut basis = DMatrix::zeros(order, order);
    basis.columns_mut(0, rank).copy_from(columns);
    if rank < order {
        let eigen = symmetric_eigen(columns * columns.transpose())?;
        basis.columns_mut(rank, order - rank).copy_from(&eigen.vectors.columns(0, order - rank));
    }
    Ok(basis)
}
