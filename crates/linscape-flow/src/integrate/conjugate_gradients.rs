//! Preconditioned conjugate gradients.

/// How a solution went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Solved {
    /// Products with `A`.
    pub products: usize,
    /// Whether the residual is as small as was asked for.
    pub converged: bool,
}

/// Solves `A x = b` for a symmetric positive definite `A`, by conjugate gradients with a symmetric
/// positive definite preconditioner, until the residual in the preconditioner's norm has shrunk to
/// `tolerance` of its start. Gives up after `most` iterations, or when `A` turns out not to be
/// definite.
pub(crate) fn conjugate_gradients(
    mut apply: impl FnMut(&[f64], &mut [f64]),
    mut precondition: impl FnMut(&[f64], &mut [f64]),
    right: &[f64],
    solution: &mut [f64],
    tolerance: f64,
    most: usize,
) -> Solved {
    let order = right.len();
    let mut residual = right.to_vec();
    let (mut improved, mut image) = (vec![0.0; order], vec![0.0; order]);
    solution.fill(0.0);
    precondition(&residual, &mut improved);
    let mut direction = improved.clone();
    let mut size = dot(&residual, &improved);
    let enough = tolerance * tolerance * size;
    for iteration in 0..most {
        // Also false for what is not a number.
        if !(size > enough && size > 0.0) {
            return Solved { products: iteration, converged: size.is_finite() };
        }
        apply(&direction, &mut image);
        let curvature = dot(&direction, &image);
        if curvature <= 0.0 {
            return Solved { products: iteration + 1, converged: false };
        }
        let length = size / curvature;
        add_multiple(solution, length, &direction);
        add_multiple(&mut residual, -length, &image);
        precondition(&residual, &mut improved);
        let next = dot(&residual, &improved);
        let ratio = next / size;
        size = next;
        for (entry, improved) in direction.iter_mut().zip(&improved) {
            *entry = improved + ratio * *entry;
        }
    }
    Solved { products: most, converged: size <= enough }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add_multiple(sum: &mut [f64], factor: f64, term: &[f64]) {
    for (sum, term) in sum.iter_mut().zip(term) {
        *sum += factor * term;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{DMatrix, DVector};

    #[test]
    fn three_steps_solve_three_equations_and_a_perfect_preconditioner_needs_one() {
        let a = DMatrix::from_row_slice(3, 3, &[4.0, 1.0, 0.0, 1.0, 3.0, 1.0, 0.0, 1.0, 2.0]);
        let right = [1.0, 2.0, 3.0];
        let by = |matrix: &DMatrix<f64>, v: &[f64], image: &mut [f64]| {
            image.copy_from_slice((matrix * DVector::from_column_slice(v)).as_slice());
        };
        let mut solution = [0.0; 3];
        let identity = |v: &[f64], image: &mut [f64]| image.copy_from_slice(v);
        let apply = |v: &[f64], image: &mut [f64]| by(&a, v, image);
        let solved = conjugate_gradients(apply, identity, &right, &mut solution, 1e-12, 9);
        assert_eq!(solved, Solved { products: 3, converged: true });
        let expected = a.clone().lu().solve(&DVector::from_column_slice(&right)).expect("regular");
        let far = solution.iter().zip(expected.iter()).map(|(a, b)| (a - b).abs());
        assert!(far.fold(0.0, f64::max) < 1e-14);
        let inverse = a.clone().try_inverse().expect("regular");
        let perfect = |v: &[f64], image: &mut [f64]| by(&inverse, v, image);
        let solved = conjugate_gradients(apply, perfect, &right, &mut solution, 1e-8, 9);
        assert_eq!(solved, Solved { products: 1, converged: true });
        let short = conjugate_gradients(apply, identity, &right, &mut solution, 1e-12, 1);
        assert!(!short.converged);
    }

    #[test]
    fn an_indefinite_matrix_is_given_up() {
        let negate = |v: &[f64], image: &mut [f64]| image[0] = -v[0];
        let identity = |v: &[f64], image: &mut [f64]| image.copy_from_slice(v);
        let mut solution = [0.0];
        let solved = conjugate_gradients(negate, identity, &[2.0], &mut solution, 1e-8, 9);
        assert_eq!(solved, Solved { products: 1, converged: false });
    }
}
