//! Ranks of matrices of whole numbers.

use num_bigint::BigInt;

use super::Matrix;
use super::hadamard::minor_bits;
use super::prime_field::{BITS, PrimeField, primes};
use super::residues::rank_modulo;

/// The rank, exactly.
///
/// # Method
/// Modulo a prime no rank is larger than the true one. Were the true rank above the largest rank
/// `k` found, some minor of order `k + 1` would be a nonzero whole number that all primes tried
/// divide; but their product exceeds Hadamard's bound on such minors.
///
/// # Complexity
/// `O(m n k)` operations of one word for each 61 bits of the bound.
///
/// # Examples
/// ```
/// use linscape_exact::{Matrix, exact_rank};
/// let matrix = Matrix::from_rows(&[&[1, 2], &[3, 6]]).map(|&entry: &i64| entry.into());
/// assert_eq!(exact_rank(&matrix), 1);
/// ```
#[must_use]
pub fn exact_rank(matrix: &Matrix<BigInt>) -> usize {
    let full = matrix.rows().min(matrix.columns());
    let (mut rank, mut covered) = (0, 0);
    for prime in primes() {
        let found = rank_modulo(matrix, &PrimeField::new(prime));
        rank = rank.max(found);
        covered += BITS;
        if rank == full || covered > minor_bits(matrix, rank + 1) {
            break;
        }
    }
    rank
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minors_that_a_prime_divides_do_not_mislead() {
        let first = primes().next().expect("there are primes");
        let prime = BigInt::from(first);
        let matrix = Matrix::from_rows(&[&[prime.clone(), 0.into()], &[0.into(), prime]]);
        assert_eq!(rank_modulo(&matrix, &PrimeField::new(first)), 0);
        assert_eq!(exact_rank(&matrix), 2);
    }

    #[test]
    fn products_have_the_rank_of_their_thinnest_factor() {
        let whole = |rows, columns, factor: i64| {
            Matrix::from_fn(rows, columns, |row: usize, column: usize| {
                let place = i64::try_from(row * columns + column).expect("small");
                BigInt::from((place * place * 7919 + factor) % 101 - 50)
            })
        };
        let thin = whole(7, 3, 5).times(&whole(3, 6, 11));
        assert_eq!(exact_rank(&thin), 3);
        assert_eq!(exact_rank(&Matrix::zeros(3, 4)), 0);
        assert_eq!(exact_rank(&Matrix::zeros(0, 4)), 0);
    }
}
