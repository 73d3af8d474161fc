//! The descent diagram of a landscape with weight decay.

use crate::crossed::Crossed;
use crate::diagram::chosen_from::highest_loss;
use crate::diagram::drawing::{standalone, within_page};
use crate::diagram::{Diagram, HeightChoice, PictureGraph, write_trajectory};
use crate::svg::{TITLE_HEIGHT, problem_line};
use linscape_critical::Problem;
use linscape_decay::DecayedLandscape;
use linscape_formats::{DecayRecord, GraphNodes, ProblemRecord, StoredTrajectory, number_text};
use serde_json::Value;

/// The quotient graph with weight decay as a picture that stands alone: nodes at the height of their losses,
/// minima and the passes between them as such, a column for half a mode more, since a pass stands between the
/// minima that it joins; covers as lines, those from a pass to its two minima emphasised.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedLandscape, DecayedProblem};
/// use linscape_formats::GraphNodes;
/// use linscape_pictures::{HeightChoice, decayed_diagram_picture};
/// let problem = Problem::exact(&[2, 2, 2, 2], &[3, 2])?;
/// let decay = Decay::exact(vec![parse_exact("0.5")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// let landscape = DecayedLandscape::new(decayed, None, &())?;
/// let picture =
///     decayed_diagram_picture(&problem, &landscape, None, GraphNodes::Families, HeightChoice::Automatic);
/// // Nine families: three minima and two passes, the others strict saddles.
/// assert_eq!(picture.matches("data-id=").count(), 9);
/// assert_eq!(picture.matches("node pass\" data-id").count(), 2);
/// assert_eq!(picture.matches("node local\" data-id").count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn decayed_diagram_picture(
    problem: &Problem,
    landscape: &DecayedLandscape,
    source: Option<&Value>,
    nodes: GraphNodes,
    scale: HeightChoice,
) -> String {
    let graph = PictureGraph::with_decay(landscape, nodes);
    let diagram = Diagram::new(graph, scale, TITLE_HEIGHT, f64::NEG_INFINITY);
    let decayed = landscape.problem();
    let record = ProblemRecord::new(problem, source).with_decay(DecayRecord::new(decayed));
    standalone(&diagram, &record, &subtitle(problem, landscape))
}

/// The diagram with weight decay as it stands in a page: as [`landscape_diagram`](crate::landscape_diagram).
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedLandscape, DecayedProblem};
/// use linscape_pictures::{HeightChoice, decayed_landscape_diagram};
/// let problem = Problem::exact(&[2, 2, 2], &[3, 2])?;
/// let decay = Decay::exact(vec![parse_exact("0.5")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// let landscape = DecayedLandscape::new(decayed, None, &())?;
/// let svg = decayed_landscape_diagram(&landscape, HeightChoice::Automatic, None);
/// assert_eq!(svg.matches("data-id=").count(), 4); // 2² families
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn decayed_landscape_diagram(
    landscape: &DecayedLandscape,
    scale: HeightChoice,
    trajectory: Option<&StoredTrajectory>,
) -> String {
    let graph = PictureGraph::with_decay(landscape, GraphNodes::Families);
    let diagram = Diagram::new(graph, scale, 0.0, highest_loss(trajectory));
    within_page(&diagram, |svg| {
        if let Some(trajectory) = trajectory {
            write_trajectory(svg, &diagram, Crossed::Decayed(landscape.problem()), trajectory);
        }
    })
}

fn subtitle(problem: &Problem, landscape: &DecayedLandscape) -> String {
    let decayed = landscape.problem();
    let (families, listed) = (&landscape.counts().families, landscape.families().len());
    let shown = if landscape.is_interrupted() {
        format!("the {listed} lowest families found before an interruption")
    } else if landscape.is_truncated() {
        format!("the {listed} lowest of {families} families")
    } else if listed == 1 {
        "1 family".to_owned()
    } else {
        format!("{families} families")
    };
    let mean = number_text(decayed.decay().mean() * decayed.factor());
    format!("{} · λ̄ = {mean} · {shown}", problem_line(problem, 8))
}
