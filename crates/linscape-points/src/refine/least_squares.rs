//! Least squares by products with a matrix and its transpose.

use std::ops::ControlFlow;

use linscape_critical::{Observer, Progress};
use nalgebra::DVector;

/// A matrix that is known by what it and its transpose do to vectors.
pub(crate) trait LinearMap {
    /// Columns.
    fn order(&self) -> usize;
    /// `A x`.
    fn along(&self, vector: &DVector<f64>) -> DVector<f64>;
    /// `Aᵀ y`.
    fn back(&self, vector: &DVector<f64>) -> DVector<f64>;
}

/// The `x` of smallest norm that makes `‖A x − b‖` smallest, up to a relative `tolerance` in the
/// normal equations `Aᵀ(A x − b) = 0`, or what `most` steps make of it, by LSQR.
///
/// Breaks when the observer does. Stopping early regularises: directions in which `A` hardly acts are left alone.
///
/// # Complexity
/// One product with `A` and one with `Aᵀ` a step; six vectors.
///
/// Source: C. C. Paige and M. A. Saunders, "LSQR", ACM TOMS 8 (1982) 43–71.
pub(crate) fn least_squares(
    map: &impl LinearMap,
    right_side: &DVector<f64>,
    tolerance: f64,
    most: usize,
    observer: &dyn Observer,
) -> ControlFlow<(), DVector<f64>> {
    let mut solution = DVector::zeros(map.order());
    let (mut u, mut beta) = unit(right_side.clone());
    let (mut v, mut alpha) = unit(map.back(&u));
    let start = alpha * beta;
    if start == 0.0 {
        return ControlFlow::Continue(solution);
    }
    let mut direction = v.clone();
    let (mut rest, mut diagonal) = (beta, alpha);
    for done in 0..most {
        observer.advance(Progress { done: done as u64, total: Some(most as u64) })?;
        // Golub–Kahan: A v = β u + α u₋, Aᵀ u = α v + β v₋.
        (u, beta) = unit(map.along(&v) - &u * alpha);
        (v, alpha) = unit(map.back(&u) - &v * beta);
        // A rotation keeps the bidiagonal matrix triangular.
        let length = diagonal.hypot(beta);
        let (cosine, sine) = (diagonal / length, beta / length);
        let next = sine * alpha;
        let share = cosine * rest;
        solution.axpy(share / length, &direction, 1.0);
        direction = &v - direction * (next / length);
        diagonal = -cosine * alpha;
        rest *= sine;
        let left = rest * alpha * cosine.abs();
        if left <= tolerance * start || left.is_nan() {
            break;
        }
    }
    ControlFlow::Continue(solution)
}

/// A vector of unit length and the length it had; a zero vector stays.
fn unit(vector: DVector<f64>) -> (DVector<f64>, f64) {
    let length = vector.norm();
    if length > 0.0 { (vector / length, length) } else { (vector, 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::RandomStream;
    use linscape_network::RandomMatrices as _;
    use nalgebra::DMatrix;

    impl LinearMap for DMatrix<f64> {
        fn order(&self) -> usize {
            self.ncols()
        }

        fn along(&self, vector: &DVector<f64>) -> DVector<f64> {
            self * vector
        }

        fn back(&self, vector: &DVector<f64>) -> DVector<f64> {
            self.tr_mul(vector)
        }
    }

    fn solved(matrix: &DMatrix<f64>, right_side: &DVector<f64>, tolerance: f64) -> DVector<f64> {
        least_squares(matrix, right_side, tolerance, 100, &()).continue_value().expect("unwatched")
    }

    #[test]
    fn the_shortest_solution_is_that_of_the_pseudoinverse() {
        let mut stream = RandomStream::new(1, "least squares");
        let mut checked = 0;
        for (rows, columns, rank) in [(7, 4, 4), (4, 7, 4), (6, 6, 3), (1, 1, 1), (9, 5, 2)] {
            let matrix = stream.gaussian(rows, rank) * stream.gaussian(rank, columns);
            let right_side = stream.gaussian(rows, 1).column(0).into_owned();
            let inverse = matrix.clone().pseudo_inverse(1e-10).expect("positive");
            let found = solved(&matrix, &right_side, 1e-14);
            assert!((found - inverse * right_side).norm() < 1e-9, "{rows}×{columns}");
            checked += 1;
        }
        assert_eq!(checked, 5);
    }

    #[test]
    fn nothing_to_solve_is_solved_by_zero() {
        let matrix = DMatrix::zeros(2, 3);
        assert_eq!(solved(&matrix, &DVector::repeat(2, 1.0), 1e-9), DVector::zeros(3));
        assert_eq!(solved(&matrix, &DVector::zeros(2), 1e-9), DVector::zeros(3));
    }
}
