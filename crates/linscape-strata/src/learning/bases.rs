//! How many bases a matroid of interval bounds has.

use std::collections::HashMap;

use num_bigint::BigUint;
use num_traits::{One, Zero};

use super::positroid::IntervalMatroid;

/// Most states kept at once.
const MOST_STATES: usize = 1 << 20;

/// The number of bases, or `None` where it would take more than about a million states.
///
/// # Method
/// Elements are taken or left one after the other. What the past means for the rest is how many more
/// may be taken up to each later element; pasts that mean the same are counted together. A uniform
/// matroid has `O(n)` states at each element; no matroid has more than `2^n` in all.
pub(super) fn number_of_bases(matroid: &IntervalMatroid) -> Option<BigUint> {
    let n = matroid.elements();
    if let Some(rank) = matroid.uniform_rank() {
        return Some(binomial(n, rank));
    }
    let rank = matroid.first_base(0).iter().filter(|&&taken| taken).count();
    let mut states = HashMap::from([((rank, Vec::new()), BigUint::one())]);
    for element in 0..n {
        let mut next: HashMap<(usize, Vec<usize>), BigUint> = HashMap::new();
        for ((missing, before), ways) in states {
            let bounds = Bounds::at(element, &before, matroid);
            if missing < n - element {
                *next.entry((missing, bounds.left(missing))).or_default() += &ways;
            }
            if missing > 0 && bounds.allow() {
                *next.entry((missing - 1, bounds.taken(missing - 1))).or_default() += ways;
            }
        }
        if next.len() > MOST_STATES {
            return None;
        }
        states = next;
    }
    Some(states.into_values().fold(BigUint::zero(), |sum, ways| sum + ways))
}

/// `n! / (k! (n − k)!)`.
pub(super) fn binomial(n: usize, k: usize) -> BigUint {
    (0..k).fold(BigUint::one(), |product, step| product * (n - step) / (step + 1))
}

/// How many more may be taken up to each of the elements `element..n`.
struct Bounds(Vec<usize>);

impl Bounds {
    /// With those of the intervals that start at the element.
    fn at(element: usize, before: &[usize], matroid: &IntervalMatroid) -> Self {
        let last = element..matroid.elements();
        let here = last.map(|last| matroid.bound(element, last));
        let older = before.iter().copied().chain(std::iter::repeat(usize::MAX));
        Self(here.zip(older).map(|(here, older)| here.min(older)).collect())
    }

    /// The element itself may be taken.
    fn allow(&self) -> bool {
        self.0.iter().all(|&bound| bound > 0)
    }

    /// After leaving the element.
    fn left(&self, missing: usize) -> Vec<usize> {
        tight(self.0[1..].to_vec(), missing)
    }

    /// After taking it.
    fn taken(&self, missing: usize) -> Vec<usize> {
        tight(self.0[1..].iter().map(|bound| bound - 1).collect(), missing)
    }
}

/// The same bounds, each as small as the others make it.
fn tight(mut bounds: Vec<usize>, missing: usize) -> Vec<usize> {
    let mut most = 0;
    for bound in &mut bounds {
        most = (*bound).min(most + 1);
        *bound = most;
    }
    let mut most = missing;
    for bound in bounds.iter_mut().rev() {
        most = (*bound).min(most);
        *bound = most;
    }
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All sets of the size of the largest that the bounds allow.
    fn listed(matroid: &IntervalMatroid) -> usize {
        let n = matroid.elements();
        let independent = |set: u32| {
            let inside = |a: usize, b: usize| (a..=b).filter(|i| set >> i & 1 == 1).count();
            (0..n).all(|a| (a..n).all(|b| inside(a, b) <= matroid.bound(a, b)))
        };
        let sets: Vec<u32> = (0..1 << n).filter(|&set| independent(set)).collect();
        let rank = sets.iter().map(|set| set.count_ones()).max().unwrap_or(0);
        sets.iter().filter(|set| set.count_ones() == rank).count()
    }

    #[test]
    fn bases_are_counted_as_a_list_counts_them() {
        let bound = |pattern: usize, a: usize, b: usize| {
            let length = b - a + 1;
            match pattern {
                0 => length.min(3),
                1 => length.min(4).min(2 + usize::from(a == 0) + usize::from(b == 6)),
                _ => length.div_ceil(2),
            }
        };
        for pattern in 0..3 {
            let matroid = IntervalMatroid::new(7, |a, b| bound(pattern, a, b));
            let counted = number_of_bases(&matroid).expect("few states");
            assert_eq!(counted, listed(&matroid).into(), "pattern {pattern}");
        }
    }

    #[test]
    fn fifty_elements_are_counted_at_once() {
        let uniform = IntervalMatroid::new(50, |a, b| (b - a + 1).min(25));
        assert_eq!(number_of_bases(&uniform), Some(126_410_606_437_752_u64.into()));
        // Two in parallel: all sets without one of the two, and those with one of them.
        let parallel =
            IntervalMatroid::new(50, |a, b| if (a, b) == (0, 1) { 1 } else { (b - a + 1).min(25) });
        let expected = binomial(48, 25) + 2_u32 * binomial(48, 24);
        assert_eq!(number_of_bases(&parallel), Some(expected));
    }
}
