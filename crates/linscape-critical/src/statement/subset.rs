//! Which singular values a critical point has learned.

use crate::numbered;
use thiserror::Error;

/// The subset `J` of nonzero singular values that a family of critical points has learned.
///
/// With distinct values `τ_1 > … > τ_q > 0` of multiplicities `m_t`, a family is a count vector
/// `(c_1, …, c_q)`, `0 ≤ c_t ≤ m_t`: equal singular values are interchangeable. Subsets are
/// ordered by their count vectors, lexicographically.
///
/// Source: `docs/theory.md`, "Critical values".
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SingularSubset {
    counts: Box<[usize]>,
}

/// Why a list of indices is no subset.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SubsetError {
    /// An index outside `1..=s`.
    #[error("{index} is not an index of a nonzero singular value (there are {rank}, from 1 on)")]
    OutOfRange {
        /// The index given.
        index: usize,
        /// The number of nonzero singular values.
        rank: usize,
    },
    /// An index given twice.
    #[error("{index} is in the subset twice")]
    Repeated {
        /// The index.
        index: usize,
    },
    /// More modes than the bottleneck lets through.
    #[error("a subset of {given} modes is too large: at most {maximal_rank} can be learned")]
    TooLarge {
        /// How many indices were given.
        given: usize,
        /// `r_max = min(p, s)`.
        maximal_rank: usize,
    },
    /// A network of depth 1 has one family only.
    #[error(
        "a network of depth 1 is convex: its one family learns {}",
        numbered(rank, "mode", "modes")
    )]
    OnlyFull {
        /// The number of nonzero singular values.
        rank: usize,
    },
}

impl SingularSubset {
    /// The subset with `counts[t]` copies of the distinct value `τ_{t+1}`.
    #[must_use]
    pub fn from_counts(counts: impl Into<Box<[usize]>>) -> Self {
        Self { counts: counts.into() }
    }

    /// The subset that holds the given 1-based indices of singular values in nonincreasing order.
    ///
    /// # Errors
    /// When an index is 0, beyond the rank of Σ, or repeated.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::SingularSubset;
    /// // σ = (2, 2, 1): {2} is the same family as {1}.
    /// let two = SingularSubset::from_indices(&[2], &[2, 1])?;
    /// assert_eq!(two.counts(), [1, 0]);
    /// assert_eq!(two.indices(&[2, 1]), [1]);
    /// # Ok::<(), linscape_critical::SubsetError>(())
    /// ```
    pub fn from_indices(indices: &[usize], multiplicities: &[usize]) -> Result<Self, SubsetError> {
        let rank = multiplicities.iter().sum();
        let mut taken = vec![false; rank];
        for &index in indices {
            if index == 0 || index > rank {
                return Err(SubsetError::OutOfRange { index, rank });
            }
            if std::mem::replace(&mut taken[index - 1], true) {
                return Err(SubsetError::Repeated { index });
            }
        }
        let mut start = 0;
        let counts = multiplicities.iter().map(|&multiplicity| {
            let group = &taken[start..start + multiplicity];
            start += multiplicity;
            group.iter().filter(|&&is_in| is_in).count()
        });
        Ok(Self { counts: counts.collect() })
    }

    /// `c_t` per distinct nonzero value, in decreasing order of the values.
    #[must_use]
    pub fn counts(&self) -> &[usize] {
        &self.counts
    }

    /// `r = |J| = Σ_t c_t`.
    #[must_use]
    pub fn rank(&self) -> usize {
        self.counts.iter().sum()
    }

    /// 1-based indices of the first representative: of equal singular values the first `c_t`.
    ///
    /// # Panics
    /// When `multiplicities` is not as long as the count vector.
    #[must_use]
    pub fn indices(&self, multiplicities: &[usize]) -> Vec<usize> {
        assert_eq!(self.counts.len(), multiplicities.len(), "counts of another spectrum");
        let mut start = 1;
        let mut indices = Vec::with_capacity(self.rank());
        for (&count, &multiplicity) in self.counts.iter().zip(multiplicities) {
            indices.extend(start..start + count);
            start += multiplicity;
        }
        indices
    }

    /// The subset with one more copy of the distinct value at 0-based position `class`.
    #[must_use]
    pub fn with(&self, class: usize) -> Self {
        let mut counts = self.counts.clone();
        counts[class] += 1;
        Self { counts }
    }

    /// The subset with one copy less of the distinct value at 0-based position `class`.
    ///
    /// # Panics
    /// When there is none to take away.
    #[must_use]
    pub fn without(&self, class: usize) -> Self {
        assert!(self.counts[class] > 0, "no copy of class {class} to take away");
        let mut counts = self.counts.clone();
        counts[class] -= 1;
        Self { counts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indices_must_exist_and_be_different() {
        let multiplicities = [1, 1, 1];
        let subset = |indices: &[usize]| SingularSubset::from_indices(indices, &multiplicities);
        assert_eq!(subset(&[0]), Err(SubsetError::OutOfRange { index: 0, rank: 3 }));
        assert_eq!(subset(&[1, 4]), Err(SubsetError::OutOfRange { index: 4, rank: 3 }));
        assert_eq!(subset(&[2, 2]), Err(SubsetError::Repeated { index: 2 }));
        assert_eq!(subset(&[3, 1]).map(|s| s.indices(&multiplicities)), Ok(vec![1, 3]));
    }
}
