//! How hard an iterative eigensolver is to try.

use crate::LanczosError;

/// Settings of [`spectrum_ends`](crate::spectrum_ends).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LanczosOptions {
    /// Eigenpairs wanted at the low and at the high end of the spectrum.
    pub ends: [usize; 2],
    /// Vectors multiplied at once. Copies of an eigenvalue beyond this number are found by
    /// deflation.
    pub block: usize,
    /// Most vectors held in the basis of one run.
    pub basis: usize,
    /// Bytes up to which the basis of a run that converges slowly may grow, to eight times as many
    /// vectors at most.
    pub memory: usize,
    /// Largest residual `‖H v − λ v‖` relative to the largest eigenvalue met.
    pub tolerance: f64,
    /// Most products with the Hessian.
    pub most_products: usize,
    /// Largest order, at the low and at the high end, for which the operator is formed to prove that
    /// no pair is missing: `16 N²` bytes.
    pub proofs: [usize; 2],
    /// Seed of the starting vectors.
    pub seed: u64,
}

impl LanczosOptions {
    /// Settings for `ends` eigenpairs at each end: blocks of 2, since eigenvalues are generically
    /// double, a basis of `max(60, 8·ends)` vectors that may grow to 256 MiB, residuals to `10⁻¹⁰`, proofs up to order 4,000 (a second or
    /// two, 256 MB).
    #[must_use]
    pub fn for_ends(ends: usize) -> Self {
        Self {
            ends: [ends; 2],
            block: 2,
            basis: (8 * ends).max(60),
            memory: 1 << 28,
            tolerance: 1e-10,
            most_products: 20_000,
            proofs: [4000; 2],
            seed: 0,
        }
    }

    /// The same for the high end alone, without a proof. On inputs that are stretched unevenly the low end can be so
    /// close to zero, beside the largest eigenvalue, that products cannot tell.
    #[must_use]
    pub fn at_top(ends: usize) -> Self {
        Self { ends: [0, ends], proofs: [0; 2], ..Self::for_ends(ends) }
    }

    /// Refuses more pairs than an operator of this order has or the basis can hold.
    pub(crate) fn check(&self, order: usize) -> Result<(), LanczosError> {
        let (&Self { block, basis, .. }, ends) = (self, self.ends[0].max(self.ends[1]));
        if 2 * ends > order {
            return Err(LanczosError::TooMany { ends, order });
        }
        if block == 0 || basis < 4 * (ends + block) {
            return Err(LanczosError::SmallBasis { basis, ends, block });
        }
        Ok(())
    }

    /// Most vectors in a basis of vectors of this length.
    pub(crate) fn largest(&self, order: usize) -> usize {
        (self.memory / (size_of::<f64>() * order.max(1))).clamp(self.basis, 8 * self.basis)
    }

    /// Whether an operator of this order is formed and decomposed instead.
    pub(crate) fn forms(&self, order: usize) -> bool {
        order <= 2 * (self.basis + 2 * self.ends[0].max(self.ends[1]))
    }
}
