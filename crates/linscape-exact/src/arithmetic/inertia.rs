//! Signs of the eigenvalues of symmetric matrices of whole numbers.

use num_bigint::{BigInt, Sign};
use num_traits::{One, Zero};

use super::hadamard::row_bits;
use super::prime_field::{BITS, PrimeField, primes};
use super::residues::SymmetricResidues;
use super::{Block, ExactInertia, Matrix, fraction_free_inertia};

/// The inertia of a symmetric matrix, exactly.
///
/// # Method
/// The pivots are chosen modulo one prime; a pivot that is nonzero there is nonzero. The leading
/// minors that belong to them are then found modulo so many primes that Hadamard's bound leaves one
/// whole number each, and with it a sign. Elimination leaves nothing modulo all of these primes:
/// what it leaves are minors over a nonzero one, so nothing is left at all. Where a prime divides a
/// minor the next prime takes its place; where an unlucky first prime hides pivots, or takes
/// together two rows of equal signs, [`fraction_free_inertia`] decides.
///
/// # Panics
/// When the matrix is not square.
///
/// # Complexity
/// `O(n² k)` operations of one word for each 61 bits of the bound, which grows with the rank `k`:
/// `O(n² k² b)` for entries of `b` bits. `docs/benchmarks.md`, "Proofs", compares the two ways.
///
/// # Examples
/// ```
/// use linscape_exact::{Matrix, exact_inertia};
/// let saddle = Matrix::from_rows(&[&[0, 1, 0], &[1, 0, 0], &[0, 0, 0]]);
/// let inertia = exact_inertia(&saddle.map(|&entry: &i64| entry.into()));
/// assert_eq!((inertia.negative, inertia.zero, inertia.positive), (1, 1, 1));
/// ```
#[must_use]
pub fn exact_inertia(matrix: &Matrix<BigInt>) -> ExactInertia {
    assert_eq!(matrix.rows(), matrix.columns(), "symmetric matrices are square");
    let mut primes = primes();
    let first = primes.next().map(PrimeField::new);
    let Some(first) = first else { return fraction_free_inertia(matrix) };
    let natural = (0..matrix.rows()).collect();
    let blocks = SymmetricResidues::new(matrix, natural, &first).find_blocks();
    let minors = Minors::of(matrix, &blocks, primes);
    let signed = minors.and_then(|minors| count_signs(&blocks, &minors));
    match signed {
        Some((negative, positive)) => {
            ExactInertia { negative, zero: matrix.rows() - negative - positive, positive, blocks }
        }
        None => fraction_free_inertia(matrix),
    }
}

/// Negative and positive pivots; none when a block of two rows has equal signs.
fn count_signs(blocks: &[Block], minors: &[BigInt]) -> Option<(usize, usize)> {
    let (mut negative, mut positive, mut before) = (0, 0, Sign::Plus);
    for (block, minor) in blocks.iter().zip(minors) {
        let same = minor.sign() == before;
        match block {
            Block::One(_) if same => positive += 1,
            Block::One(_) => negative += 1,
            Block::Two(..) if same => return None,
            Block::Two(..) => {
                negative += 1;
                positive += 1;
            }
        }
        before = minor.sign();
    }
    Some((negative, positive))
}

/// Whole numbers known modulo a growing product of primes.
struct Minors {
    values: Vec<BigInt>,
    product: BigInt,
}

impl Minors {
    /// The leading minors of the blocks; none when the blocks do not exhaust the matrix.
    fn of(
        matrix: &Matrix<BigInt>,
        blocks: &[Block],
        primes: impl Iterator<Item = u64>,
    ) -> Option<Vec<BigInt>> {
        let mut order: Vec<usize> = blocks.iter().flat_map(|block| block.rows()).collect();
        let rank = order.len();
        let mut chosen = vec![false; matrix.rows()];
        for &row in &order {
            chosen[row] = true;
        }
        order.extend((0..matrix.rows()).filter(|&row| !chosen[row]));
        let bits = row_bits(matrix);
        let of_pivots: u64 = order[..rank].iter().map(|&row| bits[row]).sum();
        let of_rest = order[rank..].iter().map(|&row| bits[row]).max().unwrap_or(0);
        // One bit for the sign.
        let needed = of_pivots + of_rest + 1;
        let mut minors = Self { values: vec![BigInt::zero(); blocks.len()], product: One::one() };
        let mut covered = 0;
        for prime in primes {
            if covered > needed {
                break;
            }
            let field = PrimeField::new(prime);
            let mut residues = SymmetricResidues::new(matrix, order.clone(), &field);
            let Some(found) = residues.minors(blocks) else { continue };
            if !residues.is_exhausted(rank) {
                return None;
            }
            minors.extend(&found, &field);
            covered += BITS;
        }
        Some(minors.balanced())
    }

    /// Chinese remainders: the values modulo the product so far and the new prime together.
    fn extend(&mut self, residues: &[u64], field: &PrimeField) {
        let inverse = field.inverse(field.element_of(&self.product));
        for (value, &residue) in self.values.iter_mut().zip(residues) {
            let missing = field.minus(field.element(residue), field.element_of(value));
            *value += &self.product * field.residue(field.times(missing, inverse));
        }
        self.product *= field.modulus();
    }

    /// The representatives nearest to zero.
    fn balanced(self) -> Vec<BigInt> {
        let half = &self.product / 2;
        let product = self.product;
        let nearest = |value: BigInt| if value > half { value - &product } else { value };
        self.values.into_iter().map(nearest).collect()
    }
}
