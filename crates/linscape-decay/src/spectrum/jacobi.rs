//! Eigenvalues of the small symmetric blocks of unequal decays.

use linscape_critical::BinaryScale;

/// Eigenvalues of a symmetric matrix, increasing, by cyclic Jacobi rotations. Blocks have order `2h`
/// at most, and this crate knows no matrices; rotations also keep small eigenvalues of scaled blocks
/// accurate.
pub(super) fn eigenvalues(mut a: Vec<Vec<f64>>) -> Vec<f64> {
    const SWEEPS: usize = 60;
    let order = a.len();
    for _ in 0..SWEEPS {
        let mut rotated = false;
        for p in 0..order {
            for q in p + 1..order {
                if a[p][q].abs()
                    <= f64::EPSILON * 0.125 * a[p][p].abs().sqrt() * a[q][q].abs().sqrt()
                {
                    a[p][q] = 0.0;
                    continue;
                }
                rotated = true;
                rotate(&mut a, p, q);
            }
        }
        if !rotated {
            break;
        }
    }
    let mut values: Vec<f64> = (0..order).map(|at| a[at][at]).collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Makes entry `(p, q)` zero. Only the upper triangle is kept.
fn rotate(a: &mut [Vec<f64>], p: usize, q: usize) {
    let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let t = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let t = if theta == 0.0 { 1.0 } else { t };
    let c = t.hypot(1.0).recip();
    let s = t * c;
    let old = a[p][q];
    a[p][p] -= t * old;
    a[q][q] += t * old;
    a[p][q] = 0.0;
    for k in 0..a.len() {
        if k == p || k == q {
            continue;
        }
        let (kp, kq) = ((k.min(p), k.max(p)), (k.min(q), k.max(q)));
        let (x, y) = (a[kp.0][kp.1], a[kq.0][kq.1]);
        a[kp.0][kp.1] = c * x - s * y;
        a[kq.0][kq.1] = s * x + c * y;
    }
}

/// Eigenvalues `(smaller, larger)` of `[[a, b], [b, d]]`. When the determinant, asked for in a unit for the
/// entries, is known to more digits than `ad − b²` gives, the smaller in absolute value keeps them.
pub(super) fn two(
    a: f64,
    b: f64,
    d: f64,
    determinant: impl FnOnce(BinaryScale) -> f64,
) -> (f64, f64) {
    let unit = BinaryScale::of(a.abs().max(b.abs()).max(d.abs()));
    let [a, b, d] = [a, b, d].map(|entry| unit.divide(entry));
    let (half, radius) = (0.5 * (a + d), (0.5 * (a - d)).hypot(b));
    let (smaller, larger) = if half >= 0.0 {
        let larger = half + radius;
        (if larger == 0.0 { 0.0 } else { determinant(unit) / larger }, larger)
    } else {
        let smaller = half - radius;
        (smaller, determinant(unit) / smaller)
    };
    (unit.multiply(smaller), unit.multiply(larger))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_eigenvalues_of_any_size_keep_their_digits() {
        for size in [1e-200, 1.0, 1e200] {
            let (a, b, d) = (2.0 * size, 3.0 * size, 5.0 * size);
            let determinant =
                |unit: BinaryScale| unit.divide(a) * unit.divide(d) - unit.divide(b).powi(2);
            let (smaller, larger) = two(a, b, d, determinant);
            // (7 ± 3√5)/2
            let root = 1.5 * 5_f64.sqrt();
            assert!((smaller / size - (3.5 - root)).abs() < 1e-15, "{size}: {smaller}");
            assert!((larger / size - (3.5 + root)).abs() < 1e-14, "{size}: {larger}");
        }
    }

    #[test]
    fn a_second_difference_matrix_has_its_cosines() {
        let order = 6;
        let entry = |i: usize, j: usize| match i.abs_diff(j) {
            0 => 2.0,
            1 => -1.0,
            _ => 0.0,
        };
        let rows = (0..order).map(|i| (0..order).map(|j| entry(i, j)).collect()).collect();
        for (at, value) in eigenvalues(rows).iter().enumerate() {
            let angle = std::f64::consts::PI * (at + 1) as f64 / (order + 1) as f64;
            assert!((value - (2.0 - 2.0 * angle.cos())).abs() < 1e-14);
        }
    }
}
