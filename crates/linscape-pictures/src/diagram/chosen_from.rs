//! The descent diagram of a page, from which families are chosen.

use crate::crossed::Crossed;
use crate::diagram::drawing::within_page;
use crate::diagram::{Diagram, HeightChoice, PictureGraph, trajectory_places, write_trajectory};
use linscape_formats::{GraphNodes, StoredTrajectory};
use linscape_quotient::Landscape;

/// The diagram as it stands in a page: a node a family with its identifier in `data-id`, without title and
/// legend, its colours those of the page; with a trajectory over it, if there is one.
///
/// # Examples
/// ```
/// use linscape_critical::Problem;
/// use linscape_pictures::{HeightChoice, landscape_diagram};
/// use linscape_quotient::Landscape;
/// let problem = Problem::exact(&[3, 3, 3, 3], &[5, 4, 3])?;
/// let landscape = Landscape::new(problem, None, &())?;
/// let svg = landscape_diagram(&landscape, HeightChoice::Automatic, None);
/// assert_eq!(svg.matches("data-id=").count(), 8); // 2³ families
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn landscape_diagram(
    landscape: &Landscape,
    scale: HeightChoice,
    trajectory: Option<&StoredTrajectory>,
) -> String {
    let diagram = page_diagram(landscape, scale, trajectory);
    within_page(&diagram, |svg| {
        if let Some(trajectory) = trajectory {
            write_trajectory(svg, &diagram, Crossed::Plain(landscape.problem()), trajectory);
        }
    })
}

/// Where a trajectory is on that diagram at each of its times, in the units of the drawing: to the right the
/// modes learned, `Σ_l u_lᵀ W v_l / σ_l` with each counted from 0 to 1, down the loss.
#[must_use]
pub fn places_on_diagram(
    landscape: &Landscape,
    scale: HeightChoice,
    trajectory: &StoredTrajectory,
) -> Vec<(f64, f64)> {
    let diagram = page_diagram(landscape, scale, Some(trajectory));
    trajectory_places(&diagram, Crossed::Plain(landscape.problem()), trajectory)
}

fn page_diagram(
    landscape: &Landscape,
    scale: HeightChoice,
    trajectory: Option<&StoredTrajectory>,
) -> Diagram {
    let graph = PictureGraph::new(landscape, GraphNodes::Families);
    Diagram::new(graph, scale, 0.0, highest_loss(trajectory))
}

/// The largest loss of a trajectory.
pub(super) fn highest_loss(trajectory: Option<&StoredTrajectory>) -> f64 {
    let losses = trajectory.iter().flat_map(|found| found.loss.iter().copied());
    losses.fold(f64::NEG_INFINITY, f64::max)
}
