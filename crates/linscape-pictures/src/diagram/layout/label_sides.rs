//! On which side of its node a label stands: where the fewest lines cross it.

use crate::diagram::{Diagram, EdgeRoute, NodeKind, PictureNode, Point};
use crate::svg::text_width;
use linscape_decay::FamilyType;

/// One of the four corners of a node: `1` is to the right and below, `−1` to the left and above.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LabelSide {
    right: f64,
    below: f64,
}

/// To the upper right, for which the layout keeps room.
const USUAL: LabelSide = LabelSide { right: 1.0, below: -1.0 };

/// The corners in the order in which they are tried.
const SIDES: [LabelSide; 4] = [
    USUAL,
    LabelSide { right: 1.0, below: 1.0 },
    LabelSide { right: -1.0, below: -1.0 },
    LabelSide { right: -1.0, below: 1.0 },
];

/// Most nodes whose labels look for a side: in a crowd there is none.
const MOST_NODES: usize = 110;

/// A rectangle by two corners.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Area(Point, Point);

impl Area {
    fn meets(&self, other: &Self) -> bool {
        self.0.x < other.1.x && other.0.x < self.1.x && self.0.y < other.1.y && other.0.y < self.1.y
    }
}

impl LabelSide {
    /// Where the text starts or ends and its base line, from the centre of a node of radius `r`; and its class.
    pub(crate) fn anchor(self, r: f64, size: f64) -> (f64, f64, &'static str) {
        let y = if self.below > 0.0 { 0.8 * r + 0.75 * size } else { -0.8 * r };
        (self.right * 0.75 * r, y, if self.right > 0.0 { "" } else { " end" })
    }

    /// What a text of this width covers beside a node.
    fn area(self, centre: Point, r: f64, (width, size): (f64, f64)) -> Area {
        let (x, y, _) = self.anchor(r, size);
        let start = centre.x + if self.right > 0.0 { x } else { x - width };
        let base = centre.y + y;
        Area(
            Point { x: start, y: base - 0.8 * size },
            Point { x: start + width, y: base + 0.2 * size },
        )
    }
}

/// The side of every label: at which it covers no node, no other label and no number of the axes, and the fewest
/// lines cross it; of equal ones the first, which is the upper right but for a triangle on its tip.
///
/// # Complexity
/// `O(n (n + m))` for `n ≤ 110` nodes and `m` lines; of more nodes all labels stand where the layout put them.
pub(crate) fn label_sides(diagram: &Diagram, routes: &[EdgeRoute]) -> Vec<LabelSide> {
    let nodes = &diagram.graph.nodes;
    let Some(size) = diagram.sizes.label.filter(|_| nodes.len() <= MOST_NODES) else {
        return vec![USUAL; nodes.len()];
    };
    let r = diagram.sizes.radius;
    let area = |at: usize, side: LabelSide| {
        let text = (text_width(&diagram.label(&nodes[at]), size), size);
        side.area(diagram.places[at], r, text)
    };
    let disc = |at: usize| {
        let Point { x, y } = diagram.places[at];
        Area(Point { x: x - r, y: y - r }, Point { x: x + r, y: y + r })
    };
    let lowest = diagram.bottom + diagram.sizes.floor() + 10.0;
    let mut taken: Vec<Area> = (0..nodes.len()).map(|at| area(at, USUAL)).collect();
    let mut sides = vec![USUAL; nodes.len()];
    for at in 0..nodes.len() {
        let is_free = |found: &Area| {
            let others = (0..nodes.len()).filter(|other| *other != at);
            let within =
                found.0.x > diagram.left && found.1.x < diagram.right && found.1.y < lowest;
            within && others.into_iter().all(|o| !found.meets(&taken[o]) && !found.meets(&disc(o)))
        };
        let crossings =
            |found: &Area| routes.iter().filter(|route| route.crosses(found.0, found.1)).count();
        let free = sides_of(&nodes[at]).into_iter().filter(|&side| is_free(&area(at, side)));
        if let Some(side) = free.min_by_key(|&side| crossings(&area(at, side))) {
            (sides[at], taken[at]) = (side, area(at, side));
        }
    }
    sides
}

/// A triangle on its tip is wide above, where a label would cover its corner.
fn sides_of(node: &PictureNode) -> [LabelSide; 4] {
    let [above, below, left, left_below] = SIDES;
    match node.kind {
        Some(NodeKind::Type(FamilyType::LocalMinimum)) => [below, above, left_below, left],
        _ => SIDES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::{HeightChoice, PictureGraph};
    use linscape_critical::Problem;
    use linscape_formats::GraphNodes;
    use linscape_quotient::Landscape;

    #[test]
    fn a_label_leaves_the_side_that_a_line_crosses() {
        // The greedy path from ∅ to {2,3} {1} passes {2} on its right.
        let problem = Problem::exact(&[3, 3, 3, 3], &[5, 4, 3]).expect("a problem");
        let landscape = Landscape::new(problem, None, &()).expect("a landscape");
        let graph = PictureGraph::new(&landscape, GraphNodes::Fibers);
        let diagram = Diagram::new(graph, HeightChoice::Automatic, 0.0, f64::NEG_INFINITY);
        let routes = diagram.routes();
        let sides = label_sides(&diagram, &routes);
        let side = |label: &str| {
            let at = diagram.graph.nodes.iter().position(|node| node.label == label);
            sides[at.expect("a node")]
        };
        assert_eq!(side("{1,2,3}"), USUAL);
        assert_ne!(side("{2}"), USUAL);
    }
}
