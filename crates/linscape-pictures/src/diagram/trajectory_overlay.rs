//! A trajectory over the descent diagram.

use crate::diagram::Diagram;
use crate::plots::{polyline, thinned};
use crate::svg::{Px, SvgText};
use linscape_critical::Problem;
use linscape_formats::StoredTrajectory;
use linscape_formats::subset_text;

/// Draws a trajectory at the height of its loss; to the right goes how many modes it has learned,
/// `Σ_l u_lᵀ W v_l / σ_l`, each counted from 0 to 1. Families it stayed near get a ring.
pub(crate) fn write_trajectory(
    svg: &mut SvgText,
    diagram: &Diagram,
    problem: &Problem,
    trajectory: &StoredTrajectory,
) {
    let path = polyline(&thinned(&trajectory_places(diagram, problem, trajectory)));
    svg.open(format_args!("g class=\"overlay\""));
    svg.leaf(format_args!(
        "path class=\"trajectory\" d=\"{path}\" marker-end=\"url(#head-trajectory)\""
    ));
    // Of equal singular values a visit may name any; nodes name the first.
    let multiplicities = problem.spectrum().multiplicities();
    let named = trajectory.visits.iter().filter_map(|visit| problem.subset(&visit.subset).ok());
    let visited: Vec<String> =
        named.map(|subset| subset_text(&subset.indices(multiplicities))).collect();
    let ring = Px(diagram.sizes.radius * 1.24 + 3.0);
    for (node, place) in diagram.graph.nodes.iter().zip(&diagram.places) {
        if visited.contains(&node.label) {
            let (x, y) = (Px(place.x), Px(place.y));
            svg.leaf(format_args!("circle class=\"visited\" cx=\"{x}\" cy=\"{y}\" r=\"{ring}\""));
        }
    }
    svg.close();
}

/// Where a trajectory is at each of its times.
pub(crate) fn trajectory_places(
    diagram: &Diagram,
    problem: &Problem,
    trajectory: &StoredTrajectory,
) -> Vec<(f64, f64)> {
    let values = problem.spectrum().singular_values();
    let learned = |row: &[f64]| -> f64 {
        let modes = row.iter().zip(&values).filter(|(_, value)| **value > 0.0);
        modes.map(|(mode, value)| (mode / value).clamp(0.0, 1.0)).sum()
    };
    let places = trajectory.modes.iter().zip(&trajectory.loss);
    places.map(|(row, loss)| (diagram.x(learned(row)), diagram.y(*loss))).collect()
}
