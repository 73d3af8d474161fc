//! Quadratic forms in the multiplicities of a stratum.

use std::ops::{Add, AddAssign, Mul};

use crate::bars::signed;
use crate::forms::{meets_in_second_variation, null_bars_meet, stabilizer};
use crate::{Stratum, Summand};

/// The three counts from which index, nullity, coindex and dimension of a stratum follow: each is
/// a quadratic form in the multiplicities, `Σ n_s n_t c(s, t)` over ordered pairs of summands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Meetings {
    /// `H`: pairs that give one negative and one positive eigenvalue.
    pub saddle: i64,
    /// `Z`: an input-null and an output-null bar that give a positive eigenvalue.
    pub null: i64,
    /// `a₁ + a₂ + a₃ + a₄`: dimension of the stabilizer of a point.
    pub stabilizer: i64,
}

impl Meetings {
    /// The coefficients `c(s, t)` of one ordered pair.
    pub(crate) fn of_pair(s: Summand, t: Summand, depth: usize) -> Self {
        Self { stabilizer: stabilizer(s, t, depth), ..Self::in_hessian_of_pair(s, t) }
    }

    /// The values of the forms on a stratum, in time quadratic in its distinct summands.
    pub(crate) fn of(stratum: &Stratum, depth: usize) -> Self {
        Self::sum(stratum, |s, t| Self::of_pair(s, t, depth))
    }

    /// The first two forms, which are all that inertia takes; the third is left at zero.
    pub(crate) fn in_hessian(stratum: &Stratum) -> Self {
        Self::sum(stratum, Self::in_hessian_of_pair)
    }

    fn in_hessian_of_pair(s: Summand, t: Summand) -> Self {
        Self {
            saddle: i64::from(meets_in_second_variation(s, t)),
            null: i64::from(null_bars_meet(s, t)),
            stabilizer: 0,
        }
    }

    fn sum(stratum: &Stratum, coefficients: impl Fn(Summand, Summand) -> Self) -> Self {
        let mut total = Self::default();
        for &(s, copies) in stratum.summands() {
            for &(t, others) in stratum.summands() {
                total += coefficients(s, t) * signed(copies * others);
            }
        }
        total
    }
}

impl Add for Meetings {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            saddle: self.saddle + other.saddle,
            null: self.null + other.null,
            stabilizer: self.stabilizer + other.stabilizer,
        }
    }
}

impl AddAssign for Meetings {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Mul<i64> for Meetings {
    type Output = Self;

    fn mul(self, factor: i64) -> Self {
        Self {
            saddle: self.saddle * factor,
            null: self.null * factor,
            stabilizer: self.stabilizer * factor,
        }
    }
}
