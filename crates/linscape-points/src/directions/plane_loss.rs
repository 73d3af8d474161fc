//! The loss on a plane of weights, exactly.

use linscape_lapack::multiply;
use linscape_network::{Target, Weights};
use nalgebra::DMatrix;

/// `L(W + s A + t B)` as the polynomial in `s` and `t` that it is, of degree `2h`.
///
/// Source: `W_h ⋯ W_1` is linear in each layer, so that on a plane it is a polynomial of degree `h` with matrices as
/// coefficients, and `½‖Σ − ·‖²` one of degree `2h`.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaneLoss {
    /// By powers of `s`, then of `t`.
    coefficients: Vec<Vec<f64>>,
}

impl PlaneLoss {
    /// The polynomial on the plane through weights that `first` and `second` span, one matrix a layer each.
    ///
    /// # Panics
    /// When shapes differ.
    ///
    /// # Complexity
    /// `O(h³)` products of matrices and `O(h⁴)` inner products.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_network::{Target, Weights};
    /// use linscape_points::PlaneLoss;
    /// use nalgebra::DMatrix;
    /// let problem = Problem::exact(&[1, 1, 1], &[2])?;
    /// let scalar = |value| DMatrix::from_element(1, 1, value);
    /// let origin = Weights::new(vec![scalar(0.0), scalar(0.0)])?;
    /// let [first, second] = [[scalar(1.0), scalar(0.0)], [scalar(0.0), scalar(1.0)]];
    /// let loss = PlaneLoss::new(&Target::standard(&problem), &origin, &first, &second);
    /// // ½(2 − st)² = 2 − 2st + ½s²t².
    /// assert_eq!((loss.at(0.0, 0.0), loss.at(1.0, 1.0), loss.coefficient(1, 1)), (2.0, 0.5, -2.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(
        target: &Target,
        weights: &Weights,
        first: &[DMatrix<f64>],
        second: &[DMatrix<f64>],
    ) -> Self {
        let depth = weights.depth();
        let mut product: Vec<Vec<DMatrix<f64>>> = vec![vec![weights.partial_product(0, 1)]];
        for (layer, matrix) in weights.matrices().iter().enumerate() {
            let (rows, columns) = (matrix.nrows(), product[0][0].ncols());
            let degree = layer + 1;
            let mut next: Vec<Vec<DMatrix<f64>>> =
                (0..=degree).map(|i| vec![DMatrix::zeros(rows, columns); degree - i + 1]).collect();
            for (i, powers) in product.iter().enumerate() {
                for (j, part) in powers.iter().enumerate() {
                    next[i][j] += multiply(matrix, part);
                    next[i + 1][j] += multiply(&first[layer], part);
                    next[i][j + 1] += multiply(&second[layer], part);
                }
            }
            product = next;
        }
        for part in product.iter_mut().flatten() {
            part.neg_mut();
        }
        product[0][0] += target.matrix();
        let problem = target.problem();
        let mut coefficients: Vec<Vec<f64>> =
            (0..=2 * depth).map(|i| vec![0.0; 2 * depth - i + 1]).collect();
        for (i, powers) in product.iter().enumerate() {
            for (j, part) in powers.iter().enumerate() {
                for (k, others) in product.iter().enumerate() {
                    for (l, other) in others.iter().enumerate() {
                        coefficients[i + k][j + l] += 0.5 * problem.factor() * part.dot(other);
                    }
                }
            }
        }
        coefficients[0][0] += problem.loss_offset();
        Self { coefficients }
    }

    /// The loss at `W + s A + t B`.
    #[must_use]
    pub fn at(&self, s: f64, t: f64) -> f64 {
        let row = |powers: &Vec<f64>| powers.iter().rev().fold(0.0, |sum, c| sum * t + c);
        self.coefficients.iter().rev().fold(0.0, |sum, powers| sum * s + row(powers))
    }

    /// Its derivatives by `s` and `t`.
    #[must_use]
    pub fn gradient(&self, s: f64, t: f64) -> [f64; 2] {
        let mut sum = [0.0; 2];
        for (i, powers) in self.coefficients.iter().enumerate() {
            for (j, c) in powers.iter().enumerate() {
                let power =
                    |base: f64, exponent: usize| base.powi(exponent.try_into().unwrap_or(0));
                if i > 0 {
                    sum[0] += c * i as f64 * power(s, i - 1) * power(t, j);
                }
                if j > 0 {
                    sum[1] += c * j as f64 * power(s, i) * power(t, j - 1);
                }
            }
        }
        sum
    }

    /// The coefficient of `sⁱ tʲ`; 0 beyond the degree.
    #[must_use]
    pub fn coefficient(&self, i: usize, j: usize) -> f64 {
        self.coefficients.get(i).and_then(|powers| powers.get(j)).copied().unwrap_or(0.0)
    }
}
