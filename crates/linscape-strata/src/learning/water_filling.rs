//! The learning coefficient of a whole fiber.

use super::bases::binomial;
use super::{HalfInteger, LearningCoefficient};

/// The least learning coefficient of `½‖W_h ⋯ W_1 − T‖²` over all weights with product `T`, `rank T = r`:
/// what Bayesian learning sees when the truth has rank `r`. It is that of the balanced points.
///
/// # Method
/// Put `M_i = d_i − r` and pour the smallest of them into the others, always into the lowest level. Then
///
/// ```text
/// 2λ = r (d_0 + d_h − r) + ½ (Σ_i u_i² − Σ_i M_i²)
/// ```
///
/// with the levels `u_i` of the others after pouring. If `a` of the `ℓ` layers that lie below the last
/// unit's level end at that level, `m = a (ℓ − a) + 1`, and `C(ℓ, a)` components of the fiber have the
/// codimension `2λ`.
///
/// # Edge cases
/// If the rank fills a layer, the fiber is smooth: `2λ = r (d_0 + d_h − r)`, `m = 1`. One matrix: `2λ =
/// d_0 d_1` at any rank.
///
/// # Panics
/// When the rank exceeds a width, or there is no layer.
///
/// # Complexity
/// `O(h log h)`, whatever the widths.
///
/// # Examples
/// ```
/// use linscape_strata::global_learning_coefficient;
/// // ½(yx)²: two lines cross, where the pole is of order 2.
/// let cross = global_learning_coefficient(&[1, 1, 1], 0);
/// assert_eq!((cross.lambda.twice(), cross.multiplicity), (1, 2));
/// let digits = global_learning_coefficient(&[61, 32, 32, 10], 9);
/// assert_eq!((digits.lambda.to_string().as_str(), digits.multiplicity), ("581/2", 2));
/// ```
///
/// Source: `docs/theory.md`, "Learning coefficients"; Aoyagi, Neural Networks 172 (2024) 106132,
/// Theorem 1; Pepin Lehalleur and Rimányi, arXiv:2411.19920 (the components).
#[must_use]
pub fn global_learning_coefficient(widths: &[usize], rank: usize) -> LearningCoefficient {
    let (inputs, outputs) = (widths[0], widths[widths.len() - 1]);
    let smooth_part = rank * (inputs + outputs - rank);
    let mut rooms: Vec<usize> = widths.iter().map(|width| width - rank).collect();
    rooms.sort_unstable();
    let (&water, basins) = rooms.split_first().expect("a network has layers");
    if water == 0 {
        return LearningCoefficient::smooth(smooth_part);
    }
    let reached = reached_basins(water, basins);
    let content = water + basins[..reached].iter().sum::<usize>();
    let top = content.div_ceil(reached);
    let at_top = content - (top - 1) * reached;
    let squared = |level: usize| level * level;
    let after = at_top * squared(top) + (reached - at_top) * squared(top - 1);
    let before =
        squared(water) + basins[..reached].iter().map(|&room| squared(room)).sum::<usize>();
    LearningCoefficient {
        lambda: HalfInteger::halved(smooth_part + (after - before) / 2),
        multiplicity: at_top * (reached - at_top) + 1,
        components: Some(binomial(reached, at_top)),
    }
}

/// The coefficients of every rank from 0 to the bottleneck `min_i d_i`: what a network of these
/// widths costs Bayesian learning as a truth of each rank.
///
/// # Panics
/// When there is no layer.
///
/// # Examples
/// Widths 3,3,3,3: `3 → 4 → 9/2 → 9/2`.
/// ```
/// use linscape_strata::learning_ladder;
/// let ladder = learning_ladder(&[3, 3, 3, 3]);
/// let twice: Vec<usize> = ladder.iter().map(|rung| rung.lambda.twice()).collect();
/// assert_eq!(twice, [6, 8, 9, 9]);
/// assert_eq!(ladder[1].multiplicity, 3);
/// ```
#[must_use]
pub fn learning_ladder(widths: &[usize]) -> Vec<LearningCoefficient> {
    let bottleneck = widths.iter().copied().min().expect("a network has layers");
    (0..=bottleneck).map(|rank| global_learning_coefficient(widths, rank)).collect()
}

/// How many of the basins, lowest first, the water's surface reaches: the fewest whose room below
/// the next one holds all of it.
fn reached_basins(water: usize, basins: &[usize]) -> usize {
    let mut below = 0;
    for (reached, pair) in basins.windows(2).enumerate() {
        below += (reached + 1) * (pair[1] - pair[0]);
        if below >= water {
            return reached + 1;
        }
    }
    basins.len()
}
