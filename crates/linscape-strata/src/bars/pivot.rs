//! The pairs of layers that decide strictness.

use crate::RankPattern;

/// A pair of layers `i > j` and the two ranks that matter for it: at a saddle, some pair with
/// `B_ij ≠ 0` and `rank M_ij > r` means negative curvature, and at a saddle of a leading family
/// nothing else does.
///
/// Source: Achour, Malgouyres and Gerchinovitz, arXiv:2107.13289, in the form of `docs/theory.md`,
/// "Strict or nonstrict".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pivot {
    /// The later layer `i`.
    pub i: usize,
    /// The earlier layer `j`.
    pub j: usize,
    /// Rank of `B_ij = W_{h:i+1}ᵀ R W_{j−1:1}ᵀ`: unlearned modes that reach both layers.
    pub residual_rank: usize,
    /// Rank of `M_ij = W_{i−1:j+1}`: what passes between the two layers, `d_j` when `i = j + 1`.
    pub product_rank: usize,
    /// What the ranks say.
    pub verdict: PivotVerdict,
}

/// What a pair of layers says about strictness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PivotVerdict {
    /// `B_ij = 0`: no unlearned mode reaches both layers.
    NothingToLearn,
    /// `rank M_ij = r`: nothing passes between the layers but the learned modes.
    NothingPasses,
    /// `B_ij ≠ 0` and `rank M_ij > r`: moving both layers together lowers the loss.
    Strict,
}

impl RankPattern {
    /// Every pair of layers `h ≥ i > j ≥ 1`, in increasing order of `i`, then `j`.
    ///
    /// # Examples
    /// One bar over both hidden layers of widths 1,1,1,1: the outer layers can act together.
    /// ```
    /// use linscape_strata::{FamilyShape, PivotVerdict, RankPattern};
    /// let shape = FamilyShape::leading([1, 1, 1, 1], 1, 0);
    /// let pivots = |key: &str| -> Result<Vec<_>, linscape_strata::StratumKeyError> {
    ///     let pattern = RankPattern::of(&key.parse()?, &shape);
    ///     Ok(pattern.pivots().map(|pivot| (pivot.i, pivot.j, pivot.verdict)).collect())
    /// };
    /// let (nothing, blocked) = (PivotVerdict::NothingToLearn, PivotVerdict::NothingPasses);
    /// let origin = pivots("p0-3.b1-1,2-2")?;
    /// assert_eq!(origin, [(2, 1, nothing), (3, 1, blocked), (3, 2, nothing)]);
    /// assert_eq!(pivots("p0-3.b1-2")?[1], (3, 1, PivotVerdict::Strict));
    /// # Ok::<(), linscape_strata::StratumKeyError>(())
    /// ```
    pub fn pivots(&self) -> impl Iterator<Item = Pivot> {
        (2..=self.depth()).flat_map(move |i| (1..i).map(move |j| self.pivot(i, j)))
    }

    fn pivot(&self, i: usize, j: usize) -> Pivot {
        let residual_rank = self.residual(j - 1, i);
        let product_rank = self.product(j, i - 1);
        let verdict = if residual_rank == 0 {
            PivotVerdict::NothingToLearn
        } else if product_rank == self.learned() {
            PivotVerdict::NothingPasses
        } else {
            PivotVerdict::Strict
        };
        Pivot { i, j, residual_rank, product_rank, verdict }
    }
}
