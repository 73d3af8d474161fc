//! A trajectory over the descent diagram.

use crate::crossed::Crossed;
use crate::diagram::Diagram;
use crate::plots::{polyline, thinned};
use crate::svg::{Px, SvgText};
use linscape_formats::StoredTrajectory;

/// Draws a trajectory at the height of its loss; to the right goes how many modes it has learned,
/// `Σ_l u_lᵀ W v_l / σ_l`, each counted from 0 to 1 (with weight decay by its amplitude, ½ on its pass). Families it
/// stayed near get a ring.
pub(crate) fn write_trajectory(
    svg: &mut SvgText,
    diagram: &Diagram,
    crossed: Crossed<'_>,
    trajectory: &StoredTrajectory,
) {
    let path = polyline(&thinned(&trajectory_places(diagram, crossed, trajectory)));
    svg.open(format_args!("g class=\"overlay\""));
    svg.leaf(format_args!(
        "path class=\"trajectory\" d=\"{path}\" marker-end=\"url(#head-trajectory)\""
    ));
    let named = trajectory.visits.iter().filter_map(|visit| crossed.visited(visit));
    let visited: Vec<String> = named.map(|(name, _)| name).collect();
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
    crossed: Crossed<'_>,
    trajectory: &StoredTrajectory,
) -> Vec<(f64, f64)> {
    let places = trajectory.modes.iter().zip(&trajectory.loss);
    places.map(|(row, loss)| (diagram.x(crossed.learned(row)), diagram.y(*loss))).collect()
}
