//! The layout of the descent diagram: modes learned to the right, losses downwards.
//!
//! A node stands in the column of its rank (with weight decay a mode on a pass is half a column) at the
//! height of its loss. The families of one rank
//! lie between the leading one, which is lowest, and the one that learned the smallest modes, so
//! the greedy path is the lower edge of the picture; learns lead one column to the right, swaps
//! down within a column.

mod column_placement;
mod label_sides;

pub(crate) use label_sides::{LabelSide, label_sides};

use crate::diagram::{
    DiagramSizes, EdgeRoute, HeightChoice, HeightScale, LARGEST_LABELLED, PictureEdge,
    PictureGraph, PictureNode,
};
use crate::svg::{abridged, text_width};
use column_placement::{LabelledBox, offsets};
use linscape_formats::NumbersApart;
use std::collections::BTreeMap;

/// A point of the picture, `x` to the right and `y` downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// A drawing with a place for every node.
#[derive(Debug)]
pub(crate) struct Diagram {
    pub(crate) graph: PictureGraph,
    pub(crate) sizes: DiagramSizes,
    pub(crate) scale: HeightScale,
    /// Centres of the nodes, in the order of the graph.
    pub(crate) places: Vec<Point>,
    /// Twice the number of modes learned, and the axis of each column, from the left.
    pub(crate) columns: Vec<(usize, f64)>,
    /// The rectangle within the axes.
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

/// Room around the nodes.
const MARGIN: f64 = 26.0;

/// Most critical values that are marked one by one on the axis.
const MOST_LEVELS: usize = 24;

impl Diagram {
    /// Places the nodes. `header` is the room kept free above; `highest` is a loss for which there
    /// must be room, such as the start of a trajectory.
    pub(crate) fn new(
        graph: PictureGraph,
        choice: HeightChoice,
        header: f64,
        highest: f64,
    ) -> Self {
        let sizes = DiagramSizes::of(graph.nodes.len());
        let mut losses: Vec<f64> = graph.nodes.iter().map(|node| node.loss).collect();
        losses.sort_by(f64::total_cmp);
        losses.dedup();
        let scale = chosen_scale(HeightScale::candidates(choice, &losses, highest), &graph, &sizes);
        let top = header + MARGIN + sizes.radius;
        let bottom = top + sizes.height;
        let y = |loss: f64| bottom - scale.height(loss) * sizes.height;
        let mut places = vec![Point { x: 0.0, y: 0.0 }; graph.nodes.len()];
        let mut columns = Vec::new();
        let axis_room = axis_room(&losses, &scale, sizes.text);
        let mut edge = axis_room + MARGIN;
        for (halves, members) in members_by_column(&graph.nodes) {
            let boxes: Vec<LabelledBox> = members
                .iter()
                .map(|&at| labelled_box(&graph.nodes[at], &sizes, y(graph.nodes[at].loss)))
                .collect();
            let offsets = offsets(&boxes);
            let extent = |side: fn(&LabelledBox) -> f64| {
                let extents = boxes.iter().zip(&offsets).map(move |(found, x)| side(found) + x);
                extents.fold(f64::NEG_INFINITY, f64::max)
            };
            let right = extent(|found| found.right);
            let left = boxes.iter().zip(&offsets).map(|(found, x)| found.left - x);
            let axis = edge + left.fold(f64::NEG_INFINITY, f64::max);
            // The names of two columns do not touch.
            let before = columns.last().map_or(0.0, |(_, axis)| *axis);
            let axis = axis.max(before + 1.9 * sizes.text);
            for ((&at, offset), found) in members.iter().zip(&offsets).zip(&boxes) {
                places[at] = Point { x: axis + offset, y: found.centre };
            }
            columns.push((halves, axis));
            edge = axis + right + sizes.gap;
        }
        let right = edge - sizes.gap + MARGIN;
        Self { graph, sizes, scale, places, columns, left: axis_room, right, top, bottom }
    }

    /// The losses that the axis marks, increasing.
    pub(crate) fn levels(&self) -> Vec<f64> {
        let mut losses: Vec<f64> = self.graph.nodes.iter().map(|node| node.loss).collect();
        losses.sort_by(f64::total_cmp);
        losses.dedup();
        marked(&losses, &self.scale)
    }

    /// The height of a loss in the picture.
    pub(crate) fn y(&self, loss: f64) -> f64 {
        self.bottom - self.scale.height(loss) * (self.bottom - self.top)
    }

    /// The place for a number of learned modes that need not be whole: between the axes of the
    /// columns.
    pub(crate) fn x(&self, modes: f64) -> f64 {
        let after = self.columns.iter().position(|(halves, _)| *halves as f64 > 2.0 * modes);
        match after {
            None => self.columns.last().map_or(self.left, |(_, axis)| *axis),
            Some(0) => self.columns[0].1,
            Some(at) => {
                let ((low, from), (high, to)) = (self.columns[at - 1], self.columns[at]);
                from + (to - from) * (2.0 * modes - low as f64) / (high - low) as f64
            }
        }
    }

    /// The way of every line: around the nodes where these are few enough to be told apart, else straight.
    pub(crate) fn routes(&self) -> Vec<EdgeRoute> {
        let few = self.graph.nodes.len() <= LARGEST_LABELLED;
        let route = |edge: &PictureEdge| {
            let (from, to) = (self.places[edge.from], self.places[edge.to]);
            if few {
                EdgeRoute::around(from, to, &self.places, self.sizes.radius)
            } else {
                EdgeRoute::straight(from, to)
            }
        };
        self.graph.edges.iter().map(route).collect()
    }

    /// What is written beside a node.
    pub(crate) fn label(&self, node: &PictureNode) -> String {
        abridged(&node.label, self.sizes.longest)
    }
}

/// The first scale with which no row of a column gets too long; else the last.
fn chosen_scale(
    mut candidates: Vec<HeightScale>,
    graph: &PictureGraph,
    sizes: &DiagramSizes,
) -> HeightScale {
    let most = if sizes.label.is_some() { 8 } else { 64 };
    let columns = members_by_column(&graph.nodes);
    let is_airy = |scale: &HeightScale| {
        columns.values().all(|members| {
            let y = |&at: &usize| scale.height(graph.nodes[at].loss) * sizes.height;
            let mut boxes: Vec<LabelledBox> =
                members.iter().map(|at| labelled_box(&graph.nodes[*at], sizes, y(at))).collect();
            boxes.sort_by(|a, b| a.centre.total_cmp(&b.centre));
            let rows = boxes.windows(most + 1);
            rows.into_iter().all(|row| row[most].centre - row[0].centre > row[0].up + row[0].down)
        })
    };
    let at = candidates.iter().position(is_airy).unwrap_or(candidates.len() - 1);
    candidates.swap_remove(at)
}

/// Critical values that the axis marks: each where there are few, increasing; else round numbers
/// between the lowest and the highest.
fn marked(losses: &[f64], scale: &HeightScale) -> Vec<f64> {
    let [lowest, .., highest] = losses else { return losses.to_vec() };
    if losses.len() <= MOST_LEVELS {
        return losses.to_vec();
    }
    let mut marks = scale.ticks(8);
    marks.retain(|mark| lowest < mark && mark < highest);
    marks.insert(0, *lowest);
    marks.push(*highest);
    marks
}

/// Room on the left for the numbers and the name of the axis.
fn axis_room(losses: &[f64], scale: &HeightScale, text: f64) -> f64 {
    let marks = marked(losses, scale);
    let apart = NumbersApart::of(marks.iter().copied());
    let numbers = marks.into_iter().map(|loss| text_width(&apart.text(loss), text));
    26.0 + 1.4 * text + numbers.fold(0.0, f64::max)
}

fn members_by_column(nodes: &[PictureNode]) -> BTreeMap<usize, Vec<usize>> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        members.entry(node.halves).or_default().push(at);
    }
    members
}

/// The label stands to the upper right of the node, unless a line is in the way there: learns leave to the right, swaps downwards. Where
/// there is no room for all labels the greedy path has its own, to the lower left: below the path there is nothing.
fn labelled_box(node: &PictureNode, sizes: &DiagramSizes, centre: f64) -> LabelledBox {
    let r = sizes.radius;
    let width = |size: f64| text_width(&abridged(&node.label, sizes.longest), size);
    let (left, right, up, down) = match sizes.label {
        Some(size) => (r, 0.75 * r + width(size), 0.8 * r + size, r + 0.8),
        None if node.on_path => (1.2 * r + width(sizes.path_label()), r, r + 0.8, sizes.floor()),
        None => (r, r, r + 0.8, r + 0.8),
    };
    let air = if sizes.label.is_some() { 5.0 } else { 1.2 };
    LabelledBox {
        centre,
        left: left + air,
        right: right.max(r) + air,
        up,
        down,
        order: node.dispersion,
        first: node.on_path,
    }
}
