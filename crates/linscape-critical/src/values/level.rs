//! Numbers that losses are compared in.

use crate::values::LevelStore;
use num_bigint::BigUint;
use std::ops::DerefMut;

/// A nonnegative number in which squares of singular values are added up and compared. Whole
/// numbers make every comparison exact; `f64` is there for listings of floating data, where all
/// sums are of nonnegative numbers and rounding is monotone.
pub(crate) trait Level: Sized + Clone + PartialOrd + Send + Sync + 'static {
    /// A list of levels.
    type Store: DerefMut<Target = [Self]> + From<Vec<Self>> + Send + Sync;
    /// A list of zeros.
    fn zeros(length: usize) -> Self::Store;
    /// The empty sum.
    fn zero() -> Self;
    /// One unit.
    fn one() -> Self;
    /// `self + other`.
    fn plus(&self, other: &Self) -> Self;
    /// `self − other` for `other ≤ self`.
    fn minus(&self, other: &Self) -> Self;
    /// `factor · self`.
    fn times(&self, factor: usize) -> Self;
    /// The smaller of two, and whether it is `self`, which goes first at ties.
    #[inline]
    fn earlier(self, other: Self) -> (bool, Self) {
        let is_self = self <= other;
        (is_self, if is_self { self } else { other })
    }
}

macro_rules! machine_level {
    ($number:ty $(, $special:item)*) => {
        impl Level for $number {
            type Store = LevelStore<Self>;
            fn zeros(length: usize) -> Self::Store {
                LevelStore::zeros(length)
            }
            fn zero() -> Self {
                0 as $number
            }
            fn one() -> Self {
                1 as $number
            }
            #[inline]
            fn plus(&self, other: &Self) -> Self {
                self + other
            }
            #[inline]
            fn minus(&self, other: &Self) -> Self {
                self - other
            }
            #[allow(clippy::cast_lossless, reason = "one text for three number types")]
            fn times(&self, factor: usize) -> Self {
                self * factor as $number
            }
            $($special)*
        }
    };
}

machine_level!(u64);
machine_level!(u128);
machine_level!(
    f64,
    /// Doubles that are not negative are in the order of their bits, and whole numbers are chosen
    /// between without a branch.
    #[inline]
    fn earlier(self, other: Self) -> (bool, Self) {
        let (bits, other_bits) = (self.to_bits(), other.to_bits());
        let is_self = bits <= other_bits;
        (is_self, Self::from_bits(if is_self { bits } else { other_bits }))
    }
);

impl Level for BigUint {
    type Store = Vec<Self>;
    fn zeros(length: usize) -> Self::Store {
        vec![Self::ZERO; length]
    }
    fn zero() -> Self {
        Self::ZERO
    }
    fn one() -> Self {
        1_u32.into()
    }
    fn plus(&self, other: &Self) -> Self {
        self + other
    }
    fn minus(&self, other: &Self) -> Self {
        self - other
    }
    fn times(&self, factor: usize) -> Self {
        self * factor
    }
}
