//! The loss along polynomial curves through a point.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use crate::{Matrix, Point};

/// A change of weights that is a polynomial in `t` without constant term: `W_i(t) = W_i + Σ tᵏ D`
/// over its terms `(i, k, D)`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Curve {
    /// Layer (from 1), power of `t` (at least 1) and change.
    pub terms: Vec<(usize, usize, Matrix<BigRational>)>,
}

/// `L(W(t)) − L(W)` by powers of `t`, from the first; no zeros at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    coefficients: Vec<BigRational>,
}

impl Expansion {
    /// The lowest degree with a coefficient other than zero, and the coefficient; none where the
    /// loss is constant along the curve.
    #[must_use]
    pub fn lowest(&self) -> Option<(usize, &BigRational)> {
        let nonzero = self.coefficients.iter().enumerate().find(|(_, value)| !value.is_zero());
        nonzero.map(|(at, value)| (at + 1, value))
    }

    /// The coefficient of `t^degree`.
    #[must_use]
    pub fn coefficient(&self, degree: usize) -> BigRational {
        let at = degree.checked_sub(1).and_then(|at| self.coefficients.get(at));
        at.cloned().unwrap_or_else(BigRational::zero)
    }
}

impl Point {
    /// The loss along a curve, less the loss at the point, exactly.
    ///
    /// # Panics
    /// When a term names a layer that is not there, or has another shape than it.
    ///
    /// # Examples
    /// Both weights of `½(2 − w₂w₁)²` leave zero together: `−2t² + ½t⁴`.
    /// ```
    /// use linscape_exact::{Curve, Matrix, Moments, Point};
    /// let number = |value: i64| num_rational::BigRational::from_integer(value.into());
    /// let one = |value| Matrix::from_rows(&[&[number(value)]]);
    /// let point = Point::new(vec![one(0), one(0)], Moments::white(one(2)))?;
    /// let curve = Curve { terms: vec![(1, 1, one(1)), (2, 1, one(1))] };
    /// let loss = point.expansion(&curve);
    /// assert_eq!(loss.lowest(), Some((2, &number(-2))));
    /// assert_eq!(loss.coefficient(4), number(1) / number(2));
    /// # Ok::<(), linscape_exact::PointError>(())
    /// ```
    #[must_use]
    pub fn expansion(&self, curve: &Curve) -> Expansion {
        let inputs = self.weights()[0].columns();
        let mut product = vec![Matrix::identity(inputs)];
        for layer in 0..self.depth() {
            let factor = self.factor(layer, curve);
            product = multiplied(&factor, &product);
        }
        let moments = self.moments();
        let seen: Vec<_> = product.iter().map(|power| power.times(&moments.input)).collect();
        // No layer moves in a higher degree than the product of all.
        let mut coefficients = vec![BigRational::zero(); 2 * product.len() - 1];
        for (left, first) in seen.iter().enumerate() {
            for (right, second) in product.iter().enumerate() {
                coefficients[left + right] += first.dot(second) / BigInt::from(2);
            }
            coefficients[left] -= product[left].dot(&moments.cross);
        }
        for (at, decay) in self.decay().iter().enumerate() {
            let square = squared(&self.factor(at, curve));
            for (power, coefficient) in square.iter().enumerate() {
                coefficients[power] += coefficient * decay / BigInt::from(2);
            }
        }
        coefficients.remove(0);
        while coefficients.last().is_some_and(BigRational::is_zero) {
            coefficients.pop();
        }
        Expansion { coefficients }
    }
}

impl Point {
    /// `W_i(t)` along a curve by powers of `t`, for the layer after `before` others.
    fn factor(&self, before: usize, curve: &Curve) -> Vec<Matrix<BigRational>> {
        let matrix = &self.weights()[before];
        let mut factor = vec![matrix.clone()];
        for (of, power, change) in curve.terms.iter().filter(|(of, ..)| *of == before + 1) {
            debug_assert!(*of >= 1 && *power >= 1, "curves begin at the point");
            while factor.len() <= *power {
                factor.push(Matrix::zeros(matrix.rows(), matrix.columns()));
            }
            factor[*power] = factor[*power].plus(change);
        }
        factor
    }
}

/// The square of the norm of a polynomial with matrices for coefficients.
fn squared(factor: &[Matrix<BigRational>]) -> Vec<BigRational> {
    let mut square = vec![BigRational::zero(); 2 * factor.len() - 1];
    for (power, left) in factor.iter().enumerate() {
        for (other, right) in factor.iter().enumerate() {
            square[power + other] += left.dot(right);
        }
    }
    square
}

/// The product of two polynomials with matrices for coefficients.
fn multiplied(
    left: &[Matrix<BigRational>],
    right: &[Matrix<BigRational>],
) -> Vec<Matrix<BigRational>> {
    let (rows, columns) = (left[0].rows(), right[0].columns());
    let mut product = vec![Matrix::zeros(rows, columns); left.len() + right.len() - 1];
    for (power, factor) in left.iter().enumerate().filter(|(_, factor)| !factor.is_zero()) {
        for (other, second) in right.iter().enumerate() {
            product[power + other] = product[power + other].plus(&factor.times(second));
        }
    }
    product
}
