//! Power series in several variables, cut off at given degrees.

use std::ops::{AddAssign, ControlFlow};

use linscape_critical::{Observer, Progress};

/// Coefficients that are worked on between two calls of the observer.
const COEFFICIENTS_BETWEEN_CALLS: usize = 1 << 16;

/// A power series in `z_1, …, z_n` with the coefficients of all monomials up to `z^caps`.
#[derive(Debug, Clone)]
pub(crate) struct TruncatedSeries<T> {
    caps: Vec<usize>,
    /// Distance in `coefficients` of two neighbours along each variable; the last is 1.
    strides: Vec<usize>,
    coefficients: Vec<T>,
}

impl<T: Clone + Default + From<u8> + for<'a> AddAssign<&'a T>> TruncatedSeries<T> {
    /// The series 1.
    pub(crate) fn one(caps: &[usize]) -> Self {
        let mut strides = vec![1; caps.len()];
        for variable in (1..caps.len()).rev() {
            strides[variable - 1] = strides[variable] * (caps[variable] + 1);
        }
        let mut coefficients = vec![T::default(); cells(caps).unwrap_or(usize::MAX)];
        coefficients[0] = T::from(1);
        Self { caps: caps.to_vec(), strides, coefficients }
    }

    /// Multiplies by `1/(1 − m)`, `m` the product of the given variables (not none).
    pub(crate) fn divide_by_one_minus(
        &mut self,
        monomial: &[bool],
        observer: &impl Observer,
    ) -> ControlFlow<()> {
        let distance = self.distance(monomial);
        debug_assert!(distance > 0, "1/(1 − 1) is no power series");
        self.for_runs(monomial, observer, |coefficients, start, length| {
            for at in start..start + length {
                let (before, rest) = coefficients.split_at_mut(at);
                rest[0] += &before[at - distance];
            }
        })
    }

    /// The part of degree `degree` in `t` of this series times `Π 1/(1 − t m)` over the monomials;
    /// `None` when the observer stops.
    pub(crate) fn select(
        self,
        monomials: &[Vec<bool>],
        degree: usize,
        observer: &impl Observer,
    ) -> Option<Self> {
        // Entry `j` is the part of degree `j` in `t` of the factors so far.
        let mut zero = self.clone();
        zero.coefficients.fill(T::default());
        let mut parts = vec![self];
        parts.resize(degree + 1, zero);
        for monomial in monomials {
            for at in 1..=degree {
                let (lower, upper) = parts.split_at_mut(at);
                upper[0].add_shifted(&lower[at - 1], monomial, observer).continue_value()?;
            }
        }
        Some(parts.swap_remove(degree))
    }

    /// The coefficient of `z^caps`.
    pub(crate) fn last(&self) -> T {
        self.coefficients[self.coefficients.len() - 1].clone()
    }

    fn add_shifted(
        &mut self,
        other: &Self,
        monomial: &[bool],
        observer: &impl Observer,
    ) -> ControlFlow<()> {
        let distance = self.distance(monomial);
        self.for_runs(monomial, observer, |coefficients, start, length| {
            let from = &other.coefficients[start - distance..start - distance + length];
            for (sum, term) in coefficients[start..start + length].iter_mut().zip(from) {
                *sum += term;
            }
        })
    }

    fn distance(&self, monomial: &[bool]) -> usize {
        let used = self.strides.iter().zip(monomial).filter(|(_, used)| **used);
        used.map(|(stride, _)| stride).sum()
    }

    /// Visits the coefficients of all multiples of the monomial in increasing order, as runs along
    /// the last variable, until the observer stops.
    fn for_runs(
        &mut self,
        monomial: &[bool],
        observer: &impl Observer,
        mut visit: impl FnMut(&mut [T], usize, usize),
    ) -> ControlFlow<()> {
        let total = Some(self.coefficients.len() as u64);
        let mut since_call = 0;
        let mut visit = |coefficients: &mut [T], start: usize, length: usize| {
            for piece in (start..start + length).step_by(COEFFICIENTS_BETWEEN_CALLS) {
                let length = COEFFICIENTS_BETWEEN_CALLS.min(start + length - piece);
                visit(coefficients, piece, length);
                since_call += length;
                if since_call >= COEFFICIENTS_BETWEEN_CALLS {
                    since_call = 0;
                    observer.advance(Progress { done: piece as u64, total })?;
                }
            }
            ControlFlow::Continue(())
        };
        let least: Vec<usize> = monomial.iter().map(|&used| usize::from(used)).collect();
        if least.iter().zip(&self.caps).any(|(least, cap)| least > cap) {
            return ControlFlow::Continue(());
        }
        let Some(last) = self.caps.len().checked_sub(1) else {
            return visit(&mut self.coefficients, 0, 1);
        };
        let length = self.caps[last] + 1 - least[last];
        let mut degrees = least.clone();
        loop {
            let start = degrees.iter().zip(&self.strides).map(|(degree, stride)| degree * stride);
            visit(&mut self.coefficients, start.sum(), length)?;
            let Some(variable) = (0..last).rev().find(|&at| degrees[at] < self.caps[at]) else {
                return ControlFlow::Continue(());
            };
            degrees[variable] += 1;
            degrees[variable + 1..last].copy_from_slice(&least[variable + 1..last]);
        }
    }
}

/// Number of coefficients of a truncated series, if it can be addressed.
pub(crate) fn cells(caps: &[usize]) -> Option<usize> {
    caps.iter().try_fold(1_usize, |product, cap| product.checked_mul(cap.checked_add(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partitions_into_two_kinds_of_parts_are_counted_by_two_factors() {
        // 1/((1−x)(1−y)(1−xy)): the coefficient of x^a y^b is min(a, b) + 1.
        let mut series = TruncatedSeries::<u64>::one(&[4, 6]);
        for monomial in [[true, false], [false, true], [true, true]] {
            assert!(series.divide_by_one_minus(&monomial, &()).is_continue());
        }
        assert_eq!(series.last(), 5);
    }

    #[test]
    fn selecting_a_degree_counts_multisets_of_that_size() {
        // Three of {1, x}: 1 + x + x² + x³, and at most x² fits; then x fills up freely.
        let mut series = TruncatedSeries::<u64>::one(&[2]);
        assert!(series.divide_by_one_minus(&[true], &()).is_continue());
        let last = |monomials: &[Vec<bool>], degree| {
            series.clone().select(monomials, degree, &()).map(|part| part.last())
        };
        assert_eq!(last(&[vec![false], vec![true]], 3), Some(3));
        assert_eq!(last(&[], 1), Some(0));
    }

    #[test]
    fn a_series_without_variables_is_a_number() {
        let series = TruncatedSeries::<u64>::one(&[]);
        let part = series.select(&[vec![], vec![]], 2, &());
        assert_eq!(part.map(|part| part.last()), Some(3));
    }
}
