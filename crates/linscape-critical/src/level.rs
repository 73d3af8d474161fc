//! Numbers that losses are compared in.

use crate::level_store::LevelStore;
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
    /// `self + other`.
    fn plus(&self, other: &Self) -> Self;
    /// `self − other` for `other ≤ self`.
    fn minus(&self, other: &Self) -> Self;
    /// `factor · self`.
    fn times(&self, factor: usize) -> Self;
}

macro_rules! machine_level {
    ($number:ty) => {
        impl Level for $number {
            type Store = LevelStore<Self>;
            fn zeros(length: usize) -> Self::Store {
                LevelStore::zeros(length)
            }
            fn zero() -> Self {
                0 as $number
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
        }
    };
}

machine_level!(u64);
machine_level!(u128);
machine_level!(f64);

impl Level for BigUint {
    type Store = Vec<Self>;
    fn zeros(length: usize) -> Self::Store {
        vec![Self::ZERO; length]
    }
    fn zero() -> Self {
        Self::ZERO
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
