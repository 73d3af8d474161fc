//! Generalised minimal residuals.

use linscape_critical::euclidean_length;

/// Solves `(1 + K) x = b` from products with `K` alone, until the residual has shrunk to `tolerance` of `b`; whether it has
/// within `most` products. Without restarts: few are needed where `K` is small but for a few directions.
///
/// What is found is `b − K x` with the `x` of minimal residual: on entries that `K` does not touch it is as exact as `b`,
/// however small they are beside the others.
///
/// Source: Saad and Schultz, "GMRES", SIAM J. Sci. Stat. Comput. 7, 1986.
pub(crate) fn minimal_residuals(
    mut apply: impl FnMut(&[f64]) -> Vec<f64>,
    right: &[f64],
    tolerance: f64,
    most: usize,
) -> Option<(Vec<f64>, usize)> {
    let length = euclidean_length(right);
    if length == 0.0 {
        return Some((right.to_vec(), 0));
    }
    let mut basis = vec![scaled(right, 1.0 / length)];
    // Columns of the triangle, the rotations that made it, and the right side they turn.
    let (mut triangle, mut rotations): (Vec<Vec<f64>>, Vec<(f64, f64)>) = (Vec::new(), Vec::new());
    let mut turned = vec![length];
    let mut images = Vec::new();
    for products in 1..=most {
        let newest = &basis[products - 1];
        let mut next = apply(newest);
        images.push(next.clone());
        add(&mut next, 1.0, newest);
        let mut column = Vec::with_capacity(products + 1);
        for vector in &basis {
            let along: f64 = vector.iter().zip(&next).map(|(a, b)| a * b).sum();
            add(&mut next, -along, vector);
            column.push(along);
        }
        let rest = euclidean_length(&next);
        if !rest.is_finite() {
            return None;
        }
        for (at, (cosine, sine)) in rotations.iter().enumerate() {
            let (upper, lower) = (column[at], column[at + 1]);
            column[at] = cosine * upper + sine * lower;
            column[at + 1] = cosine * lower - sine * upper;
        }
        let diagonal = column[products - 1].hypot(rest);
        if diagonal == 0.0 {
            return None;
        }
        let (cosine, sine) = (column[products - 1] / diagonal, rest / diagonal);
        column[products - 1] = diagonal;
        triangle.push(column);
        rotations.push((cosine, sine));
        let left = turned[products - 1];
        turned[products - 1] = cosine * left;
        turned.push(-sine * left);
        if turned[products].abs() <= tolerance * length {
            let coefficients = coefficients(&triangle, &turned);
            let mut solution = right.to_vec();
            let terms = images.iter().zip(coefficients);
            terms.for_each(|(image, times)| add(&mut solution, -times, image));
            return Some((solution, products));
        }
        basis.push(scaled(&next, 1.0 / rest));
    }
    None
}

/// What solves the triangle.
fn coefficients(triangle: &[Vec<f64>], turned: &[f64]) -> Vec<f64> {
    let order = triangle.len();
    let mut coefficients = turned[..order].to_vec();
    for at in (0..order).rev() {
        coefficients[at] /= triangle[at][at];
        let known = coefficients[at];
        for (entry, above) in coefficients[..at].iter_mut().zip(&triangle[at]) {
            *entry -= known * above;
        }
    }
    coefficients
}

fn scaled(vector: &[f64], by: f64) -> Vec<f64> {
    vector.iter().map(|entry| entry * by).collect()
}

fn add(sum: &mut [f64], times: f64, term: &[f64]) {
    sum.iter_mut().zip(term).for_each(|(sum, term)| *sum += times * term);
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{DMatrix, DVector};

    #[test]
    fn a_system_that_is_not_symmetric_is_solved_in_as_many_products_as_it_has_equations() {
        let whole = DMatrix::from_row_slice(3, 3, &[2.0, -1.0, 0.0, 1.0, 1.0, 3.0, 0.5, 0.0, 4.0]);
        let apply = |vector: &[f64]| {
            let vector = DVector::from_column_slice(vector);
            (&whole * &vector - vector).as_slice().to_vec()
        };
        let (solution, products) =
            minimal_residuals(apply, &[1.0, 2.0, 3.0], 1e-12, 9).expect("regular");
        assert_eq!(products, 3);
        let expected = whole.clone().lu().solve(&DVector::from_vec(vec![1.0, 2.0, 3.0]));
        assert!((DVector::from_vec(solution) - expected.expect("regular")).amax() < 1e-14);
        assert_eq!(minimal_residuals(apply, &[1.0, 2.0, 3.0], 1e-12, 2), None);
        assert_eq!(minimal_residuals(apply, &[0.0; 3], 1e-12, 0), Some((vec![0.0; 3], 0)));
    }
}
