//! Random changes of basis in small whole numbers.

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::Matrix;

/// A matrix and its inverse.
#[derive(Debug, Clone)]
pub(super) struct Basis {
    pub matrix: Matrix<BigRational>,
    pub inverse: Matrix<BigRational>,
}

/// A random matrix of whole numbers with determinant ±1, by shears `row += ±other row`: as many as
/// there are pairs of rows, and one of every row, so that entries and those of the inverse stay
/// small.
pub(super) fn random_basis(order: usize, draw: &mut dyn FnMut(usize) -> usize) -> Basis {
    let mut matrix = Matrix::<BigInt>::identity(order);
    let mut inverse = matrix.clone();
    let shears = if order > 1 { order * (order - 1) / 2 + order } else { 0 };
    for shear in 0..shears {
        let target = if shear < order { shear } else { draw(order) };
        let source = (target + 1 + draw(order - 1)) % order;
        let sign = whole(if draw(2) == 0 { 1 } else { -1 });
        for entry in 0..order {
            let moved = &matrix[(source, entry)] * &sign;
            matrix[(target, entry)] += moved;
            let moved = &inverse[(entry, target)] * &sign;
            inverse[(entry, source)] -= moved;
        }
    }
    let rational =
        |matrix: &Matrix<BigInt>| matrix.map(|entry| BigRational::from_integer(entry.clone()));
    Basis { matrix: rational(&matrix), inverse: rational(&inverse) }
}

/// A random rational rotation: turns by the angle of the triangle 3, 4, 5 in planes of
/// neighbours.
pub(super) fn random_rotation(
    order: usize,
    draw: &mut dyn FnMut(usize) -> usize,
) -> Matrix<BigRational> {
    let fifths = |numerator: i64| BigRational::new(whole(numerator), whole(5));
    let mut rotation = Matrix::<BigRational>::identity(order);
    for plane in 1..order {
        let (cosine, sine) = if draw(2) == 0 { (3, 4) } else { (4, -3) };
        for entry in 0..order {
            let (first, second) =
                (rotation[(plane - 1, entry)].clone(), rotation[(plane, entry)].clone());
            rotation[(plane - 1, entry)] = &first * fifths(cosine) - &second * fifths(sine);
            rotation[(plane, entry)] = first * fifths(sine) + second * fifths(cosine);
        }
    }
    rotation
}

/// A random entry: −1, 0 or 1.
pub(super) fn random_entry(draw: &mut dyn FnMut(usize) -> usize) -> BigRational {
    BigRational::from_integer(whole([0, 1, -1][draw(3)]))
}

fn whole(value: i64) -> BigInt {
    BigInt::from(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bases_are_inverted_and_rotations_orthogonal() {
        let mut seed = 1_usize;
        let mut draw = |bound: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
            (seed >> 33) % bound
        };
        for order in 0..6 {
            let basis = random_basis(order, &mut draw);
            assert_eq!(basis.matrix.times(&basis.inverse), Matrix::identity(order));
            let rotation = random_rotation(order, &mut draw);
            assert_eq!(rotation.times(&rotation.transposed()), Matrix::identity(order));
        }
    }
}
