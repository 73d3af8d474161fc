//! Positroids from bounds on intervals.

/// A matroid on `n` ordered elements: a set is independent iff it has at most `bound(a, b)` elements in
/// each interval `a..=b`.
///
/// The matrix of intervals is totally unimodular, so the bounds describe the matroid's polytope;
/// matroids whose polytopes are bounded on cyclic intervals are exactly the positroids (Ardila,
/// Rincón and Williams 2016, Proposition 5.6; Lam and Postnikov). None of the elements is a loop here.
#[derive(Debug)]
pub(super) struct IntervalMatroid {
    elements: usize,
    /// `bound(a, b)` at `a n + b`.
    bounds: Vec<usize>,
}

impl IntervalMatroid {
    /// From the bounds for `a ≤ b < elements`.
    pub(crate) fn new(elements: usize, bound: impl Fn(usize, usize) -> usize) -> Self {
        let entry = |at: usize| match (at / elements, at % elements) {
            (first, last) if first <= last => bound(first, last),
            _ => 0,
        };
        Self { elements, bounds: (0..elements * elements).map(entry).collect() }
    }

    /// `n`.
    pub(crate) fn elements(&self) -> usize {
        self.elements
    }

    /// The bound on the interval `first..=last`.
    pub(crate) fn bound(&self, first: usize, last: usize) -> usize {
        self.bounds[first * self.elements + last]
    }

    /// The rank, if all sets of that many elements are bases.
    pub(crate) fn uniform_rank(&self) -> Option<usize> {
        let (n, rank) = (self.elements, self.bound(0, self.elements - 1));
        let free = |first: usize| {
            (first..n).all(|last| self.bound(first, last) >= rank.min(last + 1 - first))
        };
        (rank <= n && (0..n).all(free)).then_some(rank)
    }

    /// The smallest base in the cyclic order `start, start + 1, …`: the `start`-th set of the
    /// Grassmann necklace.
    pub(crate) fn first_base(&self, start: usize) -> Vec<bool> {
        let n = self.elements;
        let mut left = self.bounds.clone();
        let mut base = vec![false; n];
        for element in (start..n).chain(0..start) {
            let over = |first: usize| first * n + element..first * n + n;
            if (0..=element).all(|first| left[over(first)].iter().all(|&bound| bound > 0)) {
                base[element] = true;
                (0..=element).for_each(|first| left[over(first)].iter_mut().for_each(|b| *b -= 1));
            }
        }
        base
    }

    /// The dimension of the positroid variety: `k (n − k)` less the length of the bounded affine
    /// permutation `φ(i) = min {j ≥ i : i in the span of i+1, …, j}`, read off the Grassmann necklace
    /// (Knutson, Lam and Speyer 2013, §3). At least 1 unless the matroid has one base.
    ///
    /// # Complexity
    /// `O(n⁴)`, and `O(n²)` where all sets of one size are bases.
    pub(crate) fn positroid_dimension(&self) -> usize {
        let n = self.elements;
        if let Some(rank) = self.uniform_rank() {
            return rank * (n - rank);
        }
        self.by_necklace()
    }

    fn by_necklace(&self) -> usize {
        let n = self.elements;
        let necklace: Vec<Vec<bool>> = (0..n).map(|start| self.first_base(start)).collect();
        let rank = necklace[0].iter().filter(|&&taken| taken).count();
        // Whoever takes the place of i when it goes to the end of the order; i itself if a coloop.
        let replaces = |i: usize| {
            let next = &necklace[(i + 1) % n];
            let newcomer = (0..n).find(|&j| next[j] && !necklace[i][j]);
            newcomer.map_or(i + n, |j| if j > i { j } else { j + n })
        };
        let images: Vec<usize> = (0..n).map(replaces).collect();
        let image = |i: usize| images[i % n] + n * (i / n);
        let inversions: usize =
            (0..n).map(|i| (i + 1..i + n).filter(|&j| image(i) > image(j)).count()).sum();
        rank * (n - rank) - inversions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_uniform_matroid_has_the_dimension_of_the_grassmannian() {
        for (n, rank) in [(1, 1), (4, 2), (5, 2), (6, 5)] {
            let uniform = IntervalMatroid::new(n, |a, b| (b - a + 1).min(rank));
            assert_eq!(uniform.uniform_rank(), Some(rank));
            // Said of its intervals more loosely, but for the whole, it is the same matroid.
            let loose =
                IntervalMatroid::new(n, |a, b| if b + 1 == a + n { rank } else { b - a + 1 });
            assert_eq!(loose.uniform_rank(), Some(rank));
            for matroid in [uniform, loose] {
                assert_eq!(matroid.by_necklace(), rank * (n - rank), "{rank} of {n}");
            }
        }
    }

    #[test]
    fn a_sum_of_matroids_on_two_halves_has_the_sum_of_dimensions() {
        // At most 1 of each half of four: two lines' worth of choices, bases 2 · 2.
        let halves = IntervalMatroid::new(4, |a, b| match (a / 2, b / 2) {
            (left, right) if left == right => 1,
            _ => 2,
        });
        assert_eq!(halves.positroid_dimension(), 2);
    }

    #[test]
    fn parallel_elements_in_the_middle_cost_two_dimensions() {
        // Rank 2 of 4, elements 1 and 2 parallel: a divisor of Gr(2,4).
        let parallel = IntervalMatroid::new(4, |a, b| match (a, b) {
            (1, 2) => 1,
            _ => (b - a + 1).min(2),
        });
        assert_eq!(parallel.positroid_dimension(), 3);
    }
}
