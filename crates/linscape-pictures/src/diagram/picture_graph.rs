//! What a drawing of the landscape shows: nodes, lines between them, and levels.

use crate::diagram::{LineKind, NodeKind};
use linscape_formats::GraphNodes;
use linscape_formats::subset_text;
use linscape_quotient::{Family, Landscape};
use std::collections::{BTreeSet, HashMap};

/// A landscape to be drawn.
#[derive(Debug)]
pub(crate) struct PictureGraph {
    pub(crate) nodes: Vec<PictureNode>,
    pub(crate) edges: Vec<PictureEdge>,
    /// Nodes that share a critical value, where there are several.
    pub(crate) shared: Vec<Vec<usize>>,
    /// What its lines are called.
    pub(crate) lines: &'static [(LineKind, &'static str)],
    /// What its columns count.
    pub(crate) columns: &'static str,
}

/// A family, or all families of one critical value.
#[derive(Debug)]
pub(crate) struct PictureNode {
    pub(crate) id: i64,
    /// The subsets learned.
    pub(crate) label: String,
    pub(crate) loss: f64,
    /// Its column: twice the number of modes learned, of which a mode on a pass is half; for families of
    /// several columns the mean, rounded.
    pub(crate) halves: usize,
    /// None when the families are of different kinds.
    pub(crate) kind: Option<NodeKind>,
    /// The index; of several families the smallest and largest.
    pub(crate) index: String,
    /// How far apart the learned modes are: puts nodes of one height in order.
    pub(crate) dispersion: f64,
    /// Lies on the path that is emphasised.
    pub(crate) on_path: bool,
}

/// A line of the drawing, downwards.
#[derive(Debug)]
pub(crate) struct PictureEdge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) kind: LineKind,
    /// Loss drop relative to the largest one drawn.
    pub(crate) weight: f64,
}

/// The lines without weight decay.
const LINES: [(LineKind, &str); 3] = [
    (LineKind::Learn, "learn a mode"),
    (LineKind::Swap, "swap a mode for a better one"),
    (LineKind::Path, "greedy path"),
];

impl PictureGraph {
    /// Families or fibers with their covers, and the greedy path.
    pub(crate) fn new(landscape: &Landscape, nodes: GraphNodes) -> Self {
        let families: HashMap<i64, &Family> =
            landscape.families().map(|family| (family.id, family)).collect();
        let path: Vec<i64> = landscape.greedy_path().map(|family| family.id).collect();
        let members: Vec<(i64, f64, Vec<&Family>)> = match nodes {
            GraphNodes::Families => {
                landscape.families().map(|family| (family.id, family.loss, vec![family])).collect()
            }
            GraphNodes::Fibers => {
                let of = |ids: &[i64]| ids.iter().map(|id| families[id]).collect();
                let fibers = landscape.fibers().iter();
                fibers.map(|fiber| (fiber.id, fiber.loss, of(&fiber.families))).collect()
            }
        };
        let mut position = HashMap::new();
        for (at, (_, _, members)) in members.iter().enumerate() {
            position.extend(members.iter().map(|family| (family.id, at)));
        }
        let node = |(id, loss, members): &(i64, f64, Vec<&Family>)| {
            node(landscape, *id, *loss, members, &path)
        };
        let drawn: Vec<PictureNode> = members.iter().map(node).collect();
        let mut edges = covers(landscape, &position, &path);
        edges.extend(greedy_steps(&path, &position, &drawn));
        to_largest(&mut edges);
        let shared = landscape.fibers().iter().filter(|fiber| fiber.families.len() > 1);
        let shared = shared.map(|fiber| fiber.families.iter().map(|id| position[id]).collect());
        let shared = match nodes {
            GraphNodes::Families => shared.collect(),
            GraphNodes::Fibers => Vec::new(),
        };
        Self { nodes: drawn, edges, shared, lines: &LINES, columns: "modes learned" }
    }
}

/// Loss drops relative to the largest.
pub(super) fn to_largest(edges: &mut [PictureEdge]) {
    let largest = edges.iter().fold(0.0_f64, |most, edge| most.max(edge.weight));
    for edge in edges {
        edge.weight = if largest > 0.0 { edge.weight / largest } else { 0.0 };
    }
}

/// The index; of several the smallest and the largest.
pub(super) fn index_text(indices: impl Iterator<Item = usize> + Clone) -> String {
    let (least, most) = (indices.clone().min().unwrap_or(0), indices.max().unwrap_or(0));
    if least == most { least.to_string() } else { format!("{least}–{most}") }
}

fn node(
    landscape: &Landscape,
    id: i64,
    loss: f64,
    members: &[&Family],
    path: &[i64],
) -> PictureNode {
    let multiplicities = landscape.problem().spectrum().multiplicities();
    let subsets: Vec<Vec<usize>> =
        members.iter().map(|family| family.subset.indices(multiplicities)).collect();
    let texts: Vec<String> = subsets.iter().map(|subset| subset_text(subset)).collect();
    let kinds: BTreeSet<NodeKind> =
        members.iter().map(|family| NodeKind::Type(family.balanced.point_type.into())).collect();
    let indices = members.iter().map(|family| family.balanced.inertia.negative);
    let ranks: usize = subsets.iter().map(Vec::len).sum();
    let count = members.len().max(1);
    PictureNode {
        id,
        label: texts.join(" "),
        loss,
        halves: 2 * ((2 * ranks + count) / (2 * count)),
        kind: kinds.first().copied().filter(|_| kinds.len() == 1),
        index: index_text(indices),
        dispersion: subsets.iter().map(|subset| dispersion(subset)).sum::<f64>() / count as f64,
        on_path: members.iter().any(|family| path.contains(&family.id)),
    }
}

/// Variance of the positions of the learned modes.
pub(super) fn dispersion(subset: &[usize]) -> f64 {
    let count = subset.len().max(1) as f64;
    let mean = subset.iter().sum::<usize>() as f64 / count;
    subset.iter().map(|&index| (index as f64 - mean).powi(2)).sum::<f64>() / count
}

/// The covers that are not steps of the greedy path, their weights still loss drops.
fn covers(landscape: &Landscape, position: &HashMap<i64, usize>, path: &[i64]) -> Vec<PictureEdge> {
    let steps: BTreeSet<(i64, i64)> = path.windows(2).map(|step| (step[0], step[1])).collect();
    let quotient = landscape.quotient_graph();
    let covers = quotient.edge_weights().filter(|edge| edge.connection.cover);
    let others = covers.filter(|edge| !steps.contains(&(edge.from, edge.to)));
    let edge = |edge: &linscape_quotient::QuotientEdge| PictureEdge {
        from: position[&edge.from],
        to: position[&edge.to],
        kind: if edge.connection.dropped.is_some() { LineKind::Swap } else { LineKind::Learn },
        weight: edge.connection.loss_drop,
    };
    others.map(edge).collect()
}

/// The greedy path is drawn whole, covers or not, listed connections or not.
fn greedy_steps(
    path: &[i64],
    position: &HashMap<i64, usize>,
    nodes: &[PictureNode],
) -> Vec<PictureEdge> {
    let step = |step: &[i64]| {
        let (from, to) = (position[&step[0]], position[&step[1]]);
        let weight = nodes[from].loss - nodes[to].loss;
        PictureEdge { from, to, kind: LineKind::Path, weight }
    };
    path.windows(2).map(step).collect()
}
