//! Arithmetic modulo primes of 62 bits.

use std::sync::LazyLock;

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

/// Bits that every prime used here has at least less one: products of `k` of them exceed
/// `2^(61 k)`.
pub(super) const BITS: u64 = 61;

/// Primes kept once they are found: enough for minors of 31,000 bits.
const KEPT: usize = 512;

static FIRST: LazyLock<Vec<u64>> = LazyLock::new(|| below(1 << 62).take(KEPT).collect());

/// The primes below `2^62`, from the largest down.
pub(super) fn primes() -> impl Iterator<Item = u64> {
    let kept = FIRST.iter().copied();
    kept.chain(below(FIRST[KEPT - 1] - 1))
}

/// Primes at most `limit`, from the largest down, as far as they have 62 bits.
fn below(limit: u64) -> impl Iterator<Item = u64> {
    let odd = limit - 1 + limit % 2;
    (0..).map(move |step| odd - 2 * step).take_while(|&n| n > 1 << BITS).filter(|&n| is_prime(n))
}

/// Miller and Rabin's test with the first twelve primes as bases, which decides below `3.1·10²³`
/// (Sorenson and Webster, 2017).
fn is_prime(n: u64) -> bool {
    const BASES: [u64; 12] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];
    if BASES.iter().any(|base| n.is_multiple_of(*base)) {
        return false;
    }
    let field = PrimeField::new(n);
    let (one, minus_one) = (field.element(1), field.element(n - 1));
    let twos = (n - 1).trailing_zeros();
    BASES.iter().all(|&base| {
        let mut power = field.power(field.element(base), (n - 1) >> twos);
        if power == one || power == minus_one {
            return true;
        }
        (1..twos).any(|_| {
            power = field.times(power, power);
            power == minus_one
        })
    })
}

/// The integers modulo an odd number below `2^62`, in Montgomery's form: `x` is kept as `2^64 x`.
///
/// Source: Montgomery, *Modular multiplication without trial division*, 1985.
#[derive(Debug, Clone, Copy)]
pub(super) struct PrimeField {
    modulus: u64,
    /// `−modulus⁻¹` modulo `2^64`.
    negative_inverse: u64,
    /// `2^128` modulo the modulus.
    square: u64,
}

impl PrimeField {
    pub(crate) fn new(modulus: u64) -> Self {
        debug_assert!(modulus % 2 == 1 && modulus < 1 << 62, "odd and of 62 bits");
        // Newton's iteration doubles the correct bits; an odd number is its own inverse modulo 8.
        let mut inverse = modulus;
        for _ in 0..5 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(modulus.wrapping_mul(inverse)));
        }
        let two_64 = (u128::from(u64::MAX) + 1) % u128::from(modulus);
        let square = low(two_64 * two_64 % u128::from(modulus));
        Self { modulus, negative_inverse: inverse.wrapping_neg(), square }
    }

    pub(crate) fn modulus(&self) -> u64 {
        self.modulus
    }

    pub(crate) fn one(&self) -> u64 {
        self.element(1)
    }

    pub(crate) fn element(&self, value: u64) -> u64 {
        self.times(value % self.modulus, self.square)
    }

    pub(crate) fn element_of(&self, value: &BigInt) -> u64 {
        let size = value.magnitude() % self.modulus;
        let residue = self.element(size.to_u64().unwrap_or(0));
        if value.is_negative() { self.minus(0, residue) } else { residue }
    }

    /// The representative in `0..modulus`.
    pub(crate) fn residue(&self, value: u64) -> u64 {
        self.reduced(u128::from(value))
    }

    pub(crate) fn times(&self, left: u64, right: u64) -> u64 {
        self.reduced(u128::from(left) * u128::from(right))
    }

    pub(crate) fn minus(&self, left: u64, right: u64) -> u64 {
        if left >= right { left - right } else { left + self.modulus - right }
    }

    pub(crate) fn power(&self, base: u64, mut exponent: u64) -> u64 {
        let (mut square, mut power) = (base, self.element(1));
        while exponent > 0 {
            if exponent % 2 == 1 {
                power = self.times(power, square);
            }
            square = self.times(square, square);
            exponent /= 2;
        }
        power
    }

    /// The inverse of a number that is not zero, by Fermat's little theorem.
    pub(crate) fn inverse(&self, value: u64) -> u64 {
        self.power(value, self.modulus - 2)
    }

    /// `value / 2^64` modulo the modulus, for `value < 2^64 · modulus`.
    fn reduced(&self, value: u128) -> u64 {
        let multiple = low(value).wrapping_mul(self.negative_inverse);
        let sum = value + u128::from(multiple) * u128::from(self.modulus);
        let quotient = low(sum >> 64);
        if quotient >= self.modulus { quotient - self.modulus } else { quotient }
    }
}

/// The low 64 bits.
#[expect(clippy::cast_possible_truncation, reason = "the low half is what is asked for")]
fn low(value: u128) -> u64 {
    value as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_primes_of_62_bits() {
        // 2^62 less 57, 87, 117: the first three of a published list (Caldwell, "primes just less
        // than a power of two").
        let distances: Vec<u64> = primes().take(3).map(|prime| (1 << 62) - prime).collect();
        assert_eq!(distances, [57, 87, 117]);
    }

    #[test]
    fn a_field_divides_and_subtracts() {
        let field = PrimeField::new((1 << 62) - 57);
        let third = field.inverse(field.element(3));
        assert_eq!(field.residue(field.times(third, field.element(3))), 1);
        let minus_seven = field.element_of(&BigInt::from(-7));
        assert_eq!(field.residue(minus_seven), field.modulus() - 7);
        assert_eq!(field.residue(field.minus(0, minus_seven)), 7);
    }
}
