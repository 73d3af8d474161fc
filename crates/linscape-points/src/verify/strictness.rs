//! Strictness of any critical point, decided from ranks.

use linscape_critical::{Problem, SingularSubset};
use linscape_curvature::SecondOrder;
use linscape_lapack::{DecompositionError, thin_svd};
use linscape_network::Weights;
use nalgebra::DMatrix;

/// Whether a saddle is strict, as far as computed ranks can tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Strictness {
    /// The second variation takes a negative value.
    Strict {
        /// Layers `(i, j)` whose pair decides: `B_ij ≠ 0` and `rank M_ij ≠ r`; `None` when the
        /// subset is not leading, which suffices.
        pair: Option<(usize, usize)>,
    },
    /// The second variation is nonnegative: for every pair `B_ij = 0` or `rank M_ij = r`.
    Nonstrict,
    /// A singular value is neither clearly zero nor clearly not.
    Undecided {
        /// Layers of the pair.
        pair: (usize, usize),
        /// The singular value, relative to its scale.
        relative: f64,
    },
}

/// Decides strictness at critical weights of a family by the tightened pivots: a point whose
/// subset is not leading is strict; one that is leading, of rank `r < r_max`, is nonstrict iff for
/// all `i > j` `B_ij = W_{h:i+1}ᵀ R W_{j−1:1}ᵀ = 0` or `rank W_{i−1:j+1} = r`.
///
/// The weights are in whitened coordinates and must be critical with end-to-end map `W_J`; a global
/// minimum (`J` leading of rank `r_max`) has no negative curvature and is reported as nonstrict.
///
/// Source: Achour, Malgouyres and Gerchinovitz, arXiv:2107.13289, in the form of `docs/theory.md`,
/// "Strict or nonstrict".
///
/// # Errors
/// When a decomposition fails.
///
/// # Panics
/// When the target does not fit the weights.
///
/// # Complexity
/// `O(h²)` singular value decompositions of partial products.
pub fn strictness(
    problem: &Problem,
    subset: &SingularSubset,
    weights: &Weights,
    target: &DMatrix<f64>,
) -> Result<Strictness, DecompositionError> {
    let rank = subset.rank();
    if problem.leading(rank) != *subset {
        return Ok(Strictness::Strict { pair: None });
    }
    if rank == problem.maximal_rank() {
        return Ok(Strictness::Nonstrict);
    }
    let at = match SecondOrder::new(weights, target) {
        Ok(at) => at,
        Err(error) => panic!("the target must fit the weights: {error}"),
    };
    let norms: Vec<f64> = weights.matrices().iter().map(DMatrix::norm).collect();
    let scale = |layers: std::ops::Range<usize>| norms[layers].iter().product::<f64>();
    let depth = weights.depth();
    for i in 2..=depth {
        for j in 1..i {
            let pulled_scale = target.norm() * scale(i..depth) * scale(0..j - 1);
            let pulled = numerical_rank(at.pulled_residual(i, j), pulled_scale)?;
            let between = numerical_rank(weights.partial_product(i - 1, j + 1), scale(j..i - 1))?;
            match (pulled, between) {
                (Ok(0), _) => {}
                (_, Ok(found)) if found == rank => {}
                (Ok(_), Ok(_)) => return Ok(Strictness::Strict { pair: Some((i, j)) }),
                (Err(relative), _) | (_, Err(relative)) => {
                    return Ok(Strictness::Undecided { pair: (i, j), relative });
                }
            }
        }
    }
    Ok(Strictness::Nonstrict)
}

/// Rank of a product of the given scale, or the relative singular value that leaves it open.
fn numerical_rank(
    matrix: DMatrix<f64>,
    scale: f64,
) -> Result<Result<usize, f64>, DecompositionError> {
    /// A singular value below the first is zero, one above the second is not.
    const OPEN: std::ops::Range<f64> = 1e-13..1e-9;
    if scale <= 0.0 {
        return Ok(Ok(0));
    }
    let singular_values = thin_svd(matrix)?.singular_values;
    let relative = singular_values.iter().map(|value| value / scale);
    if let Some(open) = relative.clone().find(|value| OPEN.contains(value)) {
        return Ok(Err(open));
    }
    Ok(Ok(relative.filter(|&value| value >= OPEN.end).count()))
}
