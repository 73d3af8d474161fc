//! Graph files of a landscape with decay.

use super::landscape_record::{ConnectionRecord, FamilyRecord, FiberRecord};
use super::report_tables::{critical_loss, critical_losses};
use super::word_text;
use crate::graphs::{GraphEdge, GraphNode, fields};
use crate::words::family_type_name;
use crate::{GraphDocument, GraphNodes, NumbersApart};
use linscape_decay::{
    DecayedConnection, DecayedFamily, DecayedFiber, DecayedLandscape, FamilyType,
};
use std::collections::BTreeSet;

impl GraphDocument {
    /// The graph of a landscape with decay: covers only, or all its connections.
    #[must_use]
    pub fn with_decay(landscape: &DecayedLandscape, nodes: GraphNodes, all: bool) -> Self {
        let widths: Vec<String> =
            landscape.problem().widths().iter().map(ToString::to_string).collect();
        let title = format!(
            "linscape {}: loss landscape of a deep linear network of widths {} with weight decay{}",
            env!("CARGO_PKG_VERSION"),
            widths.join(","),
            if landscape.is_interrupted() { crate::graphs::INTERRUPTED } else { "" }
        );
        let losses = critical_losses(landscape);
        let node_list = match nodes {
            GraphNodes::Families => {
                let node = |family| family_node(landscape, family, &losses);
                landscape.families().iter().map(node).collect()
            }
            GraphNodes::Fibers => {
                let node = |fiber| fiber_node(landscape, fiber, &losses);
                landscape.fibers().iter().map(node).collect()
            }
        };
        let drawn = landscape.connections().iter().filter(|edge| all || edge.step.is_cover);
        let edges = drawn.filter_map(|connection| edge(landscape, connection, nodes)).collect();
        Self { title, nodes: node_list, edges }
    }
}

fn whole(id: usize) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}

fn name(landscape: &DecayedLandscape, family: &DecayedFamily) -> String {
    word_text(&family.word, &landscape.problem().multiplicities())
}

fn family_node(
    landscape: &DecayedLandscape,
    family: &DecayedFamily,
    losses: &NumbersApart,
) -> GraphNode {
    GraphNode {
        id: whole(family.id),
        label: format!(
            "{}\nloss {}",
            name(landscape, family),
            critical_loss(landscape, family, losses)
        ),
        kind: Some(family.form.family_type),
        fields: fields(&FamilyRecord::new(landscape.problem(), family)),
    }
}

fn fiber_node(
    landscape: &DecayedLandscape,
    fiber: &DecayedFiber,
    losses: &NumbersApart,
) -> GraphNode {
    let families: Vec<&DecayedFamily> =
        fiber.families.iter().map(|&id| &landscape.families()[id]).collect();
    let words: Vec<String> = families.iter().map(|family| name(landscape, family)).collect();
    let types: BTreeSet<FamilyType> =
        families.iter().map(|family| family.form.family_type).collect();
    let names: Vec<&str> = types.iter().map(|&kind| family_type_name(kind)).collect();
    let mut record = fields(&FiberRecord::new(fiber));
    record.insert("keys".to_owned(), words.join(" ").into());
    record.insert("types".to_owned(), names.join(" ").into());
    GraphNode {
        id: whole(fiber.id),
        label: format!("{}\nloss {}", words.join(" "), losses.text(fiber.loss)),
        kind: types.first().copied().filter(|_| types.len() == 1),
        fields: record,
    }
}

/// The edge, unless it would lead from a critical value to itself.
fn edge(
    landscape: &DecayedLandscape,
    connection: &DecayedConnection,
    nodes: GraphNodes,
) -> Option<GraphEdge> {
    let end = |id: usize| match nodes {
        GraphNodes::Families => id,
        GraphNodes::Fibers => landscape.families()[id].fiber,
    };
    let (source, target) = (end(connection.from), end(connection.to));
    (source != target).then(|| GraphEdge {
        source: whole(source),
        target: whole(target),
        label: connection.step.kind.name().to_owned(),
        greedy: false,
        fields: fields(&ConnectionRecord::new(connection)),
    })
}
