//! The subsets that a problem has families of.

use crate::{Problem, SingularSubset, SubsetError};
use std::ops::RangeInclusive;

impl Problem {
    /// `p`, the narrowest width, with `rank X` in place of `d_0`.
    #[must_use]
    pub fn bottleneck(&self) -> usize {
        self.architecture.bottleneck().min(self.input_rank)
    }

    /// `rank X, d_1, …, d_h`: the widths of the network in whitened coordinates.
    #[must_use]
    pub fn whitened_widths(&self) -> Vec<usize> {
        let mut widths = self.architecture.widths().to_vec();
        widths[0] = self.input_rank;
        widths
    }

    /// `r_max = min(p, s)`, the largest number of modes that can be learned.
    #[must_use]
    pub fn maximal_rank(&self) -> usize {
        self.bottleneck().min(self.spectrum.rank())
    }

    /// The ranks that families have: `0..=r_max`, but only `s` for a network of depth 1, which is
    /// linear regression and has one family.
    #[must_use]
    pub fn ranks(&self) -> RangeInclusive<usize> {
        let smallest = if self.architecture.depth() == 1 { self.spectrum.rank() } else { 0 };
        smallest..=self.maximal_rank()
    }

    /// The subset of a list of 1-based indices, checked to be a family of this problem.
    ///
    /// # Errors
    /// When an index does not exist or is repeated, or when there are more than can be learned.
    pub fn subset(&self, indices: &[usize]) -> Result<SingularSubset, SubsetError> {
        let subset = SingularSubset::from_indices(indices, self.spectrum.multiplicities())?;
        if subset.rank() > self.maximal_rank() {
            let (given, maximal_rank) = (subset.rank(), self.maximal_rank());
            return Err(SubsetError::TooLarge { given, maximal_rank });
        }
        if !self.ranks().contains(&subset.rank()) {
            return Err(SubsetError::OnlyFull { rank: self.spectrum.rank() });
        }
        Ok(subset)
    }

    /// The leading subset of a given rank: the largest singular values. For rank `r_max` it holds
    /// the global minima.
    ///
    /// # Panics
    /// When the rank exceeds the rank of `Σ`.
    #[must_use]
    pub fn leading(&self, rank: usize) -> SingularSubset {
        let mut left = rank;
        let fill = |&multiplicity: &usize| {
            let count = multiplicity.min(left);
            left -= count;
            count
        };
        let counts: Vec<usize> = self.spectrum.multiplicities().iter().map(fill).collect();
        assert_eq!(left, 0, "rank {rank} exceeds the rank of Σ");
        SingularSubset::from_counts(counts)
    }
}
