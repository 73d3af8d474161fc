//! How long a saddle holds a trajectory.

use crate::{Visit, growth_time};
use linscape_critical::Problem;

/// The modes that a trajectory learns on the way from one visit to the next, when it gives up none:
/// their 1-based indices; none when it does.
fn learned_between(problem: &Problem, visit: &Visit, next: &Visit) -> Option<Vec<usize>> {
    let multiplicities = problem.spectrum().multiplicities();
    let (before, after) =
        (visit.subset.indices(multiplicities), next.subset.indices(multiplicities));
    let keeps = before.iter().all(|index| after.contains(index));
    keeps.then(|| after.into_iter().filter(|index| !before.contains(index)).collect())
}

/// How long a visit should last: until its closest approach as it was seen, and from there until the
/// next mode to be learned has grown from the amplitude `|u_lᵀ W v_l|^{1/h}` to `share` of its
/// singular value, by the closed form of a balanced and aligned mode, divided by the loss's factor.
/// The smallest, when several modes are learned before the next visit. None when a mode is given up,
/// at depth 1, or when the amplitude is zero or grown already. A mode that is not aligned yet turns
/// first, and takes longer.
///
/// Source: `docs/theory.md`, "Connections".
#[must_use]
pub fn expected_stay(problem: &Problem, visit: &Visit, next: &Visit, share: f64) -> Option<f64> {
    let depth = problem.architecture().depth();
    if depth < 2 {
        return None;
    }
    let values = problem.spectrum().singular_values();
    let root = |map: f64| map.powf(1.0 / depth as f64);
    let stay = |index: &usize| {
        let (sigma, map) = (values[index - 1], visit.modes[index - 1].abs());
        let grows = map > 0.0 && map < share * sigma;
        grows.then(|| growth_time(depth, sigma, root(map), root(share * sigma)) / problem.factor())
    };
    let grown = learned_between(problem, visit, next)?;
    let stay = grown.iter().filter_map(stay).min_by(f64::total_cmp)?;
    Some(visit.closest - visit.enter + stay)
}
