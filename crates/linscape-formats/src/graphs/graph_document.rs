//! What every graph file holds: nodes and edges with the fields of the dump.

use crate::json::{ConnectionRecord, FamilyRecord, FiberRecord, OrbitRecord};
use crate::number_text;
use crate::text::critical_losses;
use crate::words::subset_text;
use crate::words::type_name;
use linscape_critical::PointType;
use linscape_decay::FamilyType;
use linscape_flow::ConnectingOrbit;
use linscape_quotient::{Connection, Family, Landscape, QuotientEdge};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap};

/// What the nodes of a graph file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphNodes {
    /// Critical values: the quotient graph, parallel edges kept.
    Fibers,
    /// Families of critical points.
    Families,
}

/// The end of the title of a graph that was interrupted.
pub(crate) const INTERRUPTED: &str = " (incomplete: interrupted)";

/// A graph ready for any file format.
#[derive(Debug, Clone)]
pub struct GraphDocument {
    pub(crate) title: String,
    pub(crate) nodes: Vec<GraphNode>,
    pub(crate) edges: Vec<GraphEdge>,
}

#[derive(Debug, Clone)]
pub(crate) struct GraphNode {
    /// The identifier of the fiber or family.
    pub(crate) id: i64,
    pub(crate) label: String,
    /// The type, when all families of the node have the same.
    pub(crate) kind: Option<FamilyType>,
    pub(crate) fields: Map<String, Value>,
}

#[derive(Debug, Clone)]
pub(crate) struct GraphEdge {
    pub(crate) source: i64,
    pub(crate) target: i64,
    pub(crate) label: String,
    /// The edge belongs to the greedy path.
    pub(crate) greedy: bool,
    pub(crate) fields: Map<String, Value>,
}

impl GraphDocument {
    /// The graph of a landscape: covers only, or all its connections.
    #[must_use]
    pub fn new(landscape: &Landscape, nodes: GraphNodes, all: bool) -> Self {
        let widths: Vec<String> =
            landscape.problem().stated_widths().iter().map(ToString::to_string).collect();
        let title = format!(
            "linscape {}: loss landscape of a deep linear network of widths {}{}",
            env!("CARGO_PKG_VERSION"),
            widths.join(","),
            if landscape.is_interrupted() { INTERRUPTED } else { "" }
        );
        let node_list = match nodes {
            GraphNodes::Fibers => fiber_nodes(landscape),
            GraphNodes::Families => {
                let losses = critical_losses(landscape);
                let node = |family| family_node(landscape, family, &losses);
                landscape.families().map(node).collect()
            }
        };
        Self { title, nodes: node_list, edges: edges(landscape, nodes, all) }
    }

    /// The same with what gradient flow did along each connection: a field `orbit` of its edge, null
    /// where it was not tried, which the title then says.
    #[must_use]
    pub fn with_orbits(mut self, orbits: &[ConnectingOrbit]) -> Self {
        let records: HashMap<(i64, i64), Option<OrbitRecord>> =
            orbits.iter().map(|orbit| ((orbit.from, orbit.to), OrbitRecord::new(orbit))).collect();
        let interrupted = orbits.iter().any(|orbit| orbit.outcome.is_none());
        if interrupted && !self.title.ends_with(INTERRUPTED) {
            self.title.push_str(INTERRUPTED);
        }
        for edge in &mut self.edges {
            let end = |name: &str| edge.fields.get(name).and_then(Value::as_i64);
            let ends = end("from").zip(end("to"));
            let record = ends.and_then(|ends| records.get(&ends)).and_then(Option::as_ref);
            let record = record.map_or(Value::Null, |record| Value::Object(fields(record)));
            edge.fields.insert("orbit".to_owned(), record);
        }
        self
    }
}

fn subset_of(landscape: &Landscape, family: &Family) -> String {
    subset_text(&family.subset.indices(landscape.problem().spectrum().multiplicities()))
}

fn family_node(landscape: &Landscape, family: &Family, losses: &HashMap<i64, String>) -> GraphNode {
    let subset = subset_of(landscape, family);
    let loss = losses.get(&family.fiber).cloned().unwrap_or_else(|| number_text(family.loss));
    let label = format!("{subset}\nloss {loss}");
    GraphNode {
        id: family.id,
        label,
        kind: Some(family.balanced.point_type.into()),
        fields: fields(&FamilyRecord::new(landscape.problem(), family)),
    }
}

fn fiber_nodes(landscape: &Landscape) -> Vec<GraphNode> {
    let losses = critical_losses(landscape);
    let by_id: HashMap<i64, &Family> =
        landscape.families().map(|family| (family.id, family)).collect();
    let node = |fiber: &linscape_quotient::Fiber| {
        let families: Vec<&Family> = fiber.families.iter().map(|id| by_id[id]).collect();
        let subsets: Vec<String> =
            families.iter().map(|family| subset_of(landscape, family)).collect();
        let types: BTreeSet<PointType> =
            families.iter().map(|family| family.balanced.point_type).collect();
        let names: Vec<&str> = types.iter().map(|&point_type| type_name(point_type)).collect();
        let mut record = fields(&FiberRecord::new(fiber));
        record.insert("subsets".to_owned(), subsets.join(" ").into());
        record.insert("types".to_owned(), names.join(" ").into());
        GraphNode {
            id: fiber.id,
            label: format!("{}\nloss {}", subsets.join(" "), losses[&fiber.id]),
            kind: types.first().copied().filter(|_| types.len() == 1).map(Into::into),
            fields: record,
        }
    };
    landscape.fibers().iter().map(node).collect()
}

fn edges(landscape: &Landscape, nodes: GraphNodes, all: bool) -> Vec<GraphEdge> {
    let path: Vec<i64> = landscape.greedy_path().map(|family| family.id).collect();
    let steps: BTreeSet<(i64, i64)> = path.windows(2).map(|step| (step[0], step[1])).collect();
    let edge = |source: i64, target: i64, joined: &QuotientEdge| GraphEdge {
        source,
        target,
        label: edge_label(joined.connection),
        greedy: steps.contains(&(joined.from, joined.to)),
        fields: fields(&ConnectionRecord::new(joined.from, joined.to, joined.connection)),
    };
    let is_drawn = |joined: &QuotientEdge| all || joined.connection.cover;
    let quotient = landscape.quotient_graph();
    let drawn = quotient.raw_edges().iter().filter(|drawn| is_drawn(&drawn.weight));
    let ends = drawn.map(|drawn| {
        let joined = &drawn.weight;
        match nodes {
            GraphNodes::Fibers => {
                edge(quotient[drawn.source()].id, quotient[drawn.target()].id, joined)
            }
            GraphNodes::Families => edge(joined.from, joined.to, joined),
        }
    });
    ends.collect()
}

fn edge_label(connection: &Connection) -> String {
    match connection.dropped {
        None => format!("learn {}", connection.learned),
        Some(dropped) => format!("swap {dropped} for {}", connection.learned),
    }
}

/// The fields of a record by name.
pub(crate) fn fields(record: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => fields,
        _ => unreachable!("records are JSON objects"),
    }
}

/// The kinds of attribute that graph files know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttributeKind {
    Whole,
    Real,
    Flag,
    Text,
}

/// A column of the attribute table: its name and kind, in the order of first appearance.
pub(crate) fn columns<'a>(
    records: impl Iterator<Item = &'a Map<String, Value>>,
) -> Vec<(String, AttributeKind)> {
    let mut columns: Vec<(String, Option<AttributeKind>)> = Vec::new();
    for record in records {
        for (name, value) in record {
            let at = columns.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                columns.push((name.clone(), None));
                columns.len() - 1
            });
            let kind = match value {
                Value::Null => continue,
                Value::Bool(_) => AttributeKind::Flag,
                Value::Number(number) if number.is_f64() => AttributeKind::Real,
                Value::Number(_) => AttributeKind::Whole,
                _ => AttributeKind::Text,
            };
            columns[at].1.get_or_insert(kind);
        }
    }
    let kind = |(name, kind): (String, Option<AttributeKind>)| {
        let kind = kind.unwrap_or_else(|| kind_of_nothing(&name));
        (name, kind)
    };
    columns.into_iter().map(kind).collect()
}

/// The kind of a field that is null in all records: what it is in other graphs, so that tables of several go together.
fn kind_of_nothing(field: &str) -> AttributeKind {
    match field {
        "learned" | "dropped" | "escape_order" => AttributeKind::Whole,
        "rate" | "loss" | "loss_drop" => AttributeKind::Real,
        _ => AttributeKind::Text,
    }
}

/// What a field is called as an attribute of a node: `id` is the node's own name in igraph and Gephi,
/// which keep one of the two or show both.
pub(crate) fn attribute_name(field: &str) -> &str {
    if field == "id" { "landscape_id" } else { field }
}

/// A field as the text of an attribute; `None` where the field is null.
pub(crate) fn attribute_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
