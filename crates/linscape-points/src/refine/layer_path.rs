//! Products of consecutive layers, once around.

use nalgebra::DMatrix;

use crate::refine::Point;
use linscape_strata::RankPattern;

/// Maps composed one after the other in the cycle `W_1, …, W_h, Rᵀ`, at most one of them `Rᵀ`.
///
/// The ranks of all such products tell the stratum. A product vanishes where one of its two ends is
/// dropped and it vanishes, so that the rank of a path says something new only where both shorter
/// paths do not vanish yet: `(rank of the path without its last map − rank) × (rank without its first
/// map − rank)` equations, which for paths without `Rᵀ` add up to the codimension.
///
/// Source: `docs/theory.md`, "Strata"; A. Buch and W. Fulton, Invent. Math. 135 (1999) 665–687.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LayerPath {
    /// `W_{y:x+1}`, `x ≤ y`; the identity of layer `x` when they are equal.
    Along { x: usize, y: usize },
    /// `W_{b:1} Rᵀ W_{h:a+1}`, `b < a`, the transpose of `B_{a,b+1}`; of the gradient for `a = b + 1`.
    Around { b: usize, a: usize },
}

impl LayerPath {
    /// All that are at least one map long.
    pub(crate) fn all(depth: usize) -> impl Iterator<Item = Self> {
        let pairs = move || (0..depth).flat_map(move |x| (x + 1..=depth).map(move |y| (x, y)));
        let along = pairs().map(|(x, y)| Self::Along { x, y });
        along.chain(pairs().map(|(b, a)| Self::Around { b, a }))
    }

    /// The layer where it starts.
    pub(crate) fn start(self) -> usize {
        match self {
            Self::Along { x, .. } => x,
            Self::Around { a, .. } => a,
        }
    }

    /// The layer where it ends.
    pub(crate) fn end(self) -> usize {
        match self {
            Self::Along { y, .. } => y,
            Self::Around { b, .. } => b,
        }
    }

    /// One map shorter at the end.
    pub(crate) fn without_last(self, depth: usize) -> Self {
        match self {
            Self::Along { x, y } => Self::Along { x, y: y - 1 },
            Self::Around { b: 0, a } => Self::Along { x: a, y: depth },
            Self::Around { b, a } => Self::Around { b: b - 1, a },
        }
    }

    /// One map shorter at the start.
    pub(crate) fn without_first(self, depth: usize) -> Self {
        match self {
            Self::Along { x, y } => Self::Along { x: x + 1, y },
            Self::Around { b, a } if a == depth => Self::Along { x: 0, y: b },
            Self::Around { b, a } => Self::Around { b, a: a + 1 },
        }
    }

    /// The product.
    pub(crate) fn matrix(self, point: &Point<'_>) -> DMatrix<f64> {
        match self {
            Self::Along { x, y } => point.product(x, y),
            Self::Around { b, a } => point.pulled(b, a),
        }
    }

    /// Its rank at a critical point.
    pub(crate) fn rank(self, pattern: &RankPattern) -> usize {
        match self {
            Self::Along { x, y } => pattern.product(x, y),
            Self::Around { b, a } if a == b + 1 => 0,
            Self::Around { b, a } => pattern.residual(b, a),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_strata::{FamilyShape, Stratum};

    #[test]
    fn equations_of_paths_along_add_up_to_the_codimension_of_chains() {
        // Four layers of width 2 of which one mode passes: ranks 1 of each product give
        // codimension 1 for each of the three matrices and none more.
        let shape = FamilyShape::leading([2, 2, 2, 2], 2, 1);
        let stratum: Stratum = "p0-3.b1-1,2-2".parse().expect("a key");
        let pattern = RankPattern::of(&stratum, &shape);
        let equations = |path: LayerPath| {
            let rank = path.rank(&pattern);
            let (last, first) = (path.without_last(3), path.without_first(3));
            (last.rank(&pattern) - rank) * (first.rank(&pattern) - rank)
        };
        let along = LayerPath::all(3).filter(|path| matches!(path, LayerPath::Along { .. }));
        assert_eq!(along.map(equations).collect::<Vec<_>>(), [1, 0, 0, 1, 0, 1]);
        assert_eq!(LayerPath::all(3).count(), 12);
    }
}
