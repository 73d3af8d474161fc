//! What a drawing of the landscape shows: nodes, lines between them, and levels.

use linscape_critical::PointType;
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
}

/// A family, or all families of one critical value.
#[derive(Debug)]
pub(crate) struct PictureNode {
    pub(crate) id: i64,
    /// The subsets learned.
    pub(crate) label: String,
    pub(crate) loss: f64,
    /// Number of modes learned; for families of several ranks the mean, rounded.
    pub(crate) rank: usize,
    /// None when the families are of different types.
    pub(crate) point_type: Option<PointType>,
    /// The index; of several families the smallest and largest.
    pub(crate) index: String,
    /// How far apart the learned modes are: puts nodes of one height in order.
    pub(crate) dispersion: f64,
    pub(crate) greedy: bool,
}

/// A line of the drawing, downwards.
#[derive(Debug)]
pub(crate) struct PictureEdge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) is_swap: bool,
    /// Loss drop relative to the largest one drawn.
    pub(crate) weight: f64,
    /// A step of the greedy path.
    pub(crate) greedy: bool,
}

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
        let largest = edges.iter().fold(0.0_f64, |most, edge| most.max(edge.weight));
        for edge in &mut edges {
            edge.weight = if largest > 0.0 { edge.weight / largest } else { 0.0 };
        }
        let shared = landscape.fibers().iter().filter(|fiber| fiber.families.len() > 1);
        let shared = shared.map(|fiber| fiber.families.iter().map(|id| position[id]).collect());
        let shared = match nodes {
            GraphNodes::Families => shared.collect(),
            GraphNodes::Fibers => Vec::new(),
        };
        Self { nodes: drawn, edges, shared }
    }
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
    let types: BTreeSet<PointType> =
        members.iter().map(|family| family.balanced.point_type).collect();
    let indices = members.iter().map(|family| family.balanced.inertia.negative);
    let (least, most) = (indices.clone().min().unwrap_or(0), indices.max().unwrap_or(0));
    let ranks: usize = subsets.iter().map(Vec::len).sum();
    let count = members.len().max(1);
    PictureNode {
        id,
        label: texts.join(" "),
        loss,
        rank: (2 * ranks + count) / (2 * count),
        point_type: types.first().copied().filter(|_| types.len() == 1),
        index: if least == most { least.to_string() } else { format!("{least}–{most}") },
        dispersion: subsets.iter().map(|subset| dispersion(subset)).sum::<f64>() / count as f64,
        greedy: members.iter().any(|family| path.contains(&family.id)),
    }
}

/// Variance of the positions of the learned modes.
fn dispersion(subset: &[usize]) -> f64 {
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
        is_swap: edge.connection.dropped.is_some(),
        weight: edge.connection.loss_drop,
        greedy: false,
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
        PictureEdge { from, to, is_swap: false, weight, greedy: true }
    };
    path.windows(2).map(step).collect()
}
