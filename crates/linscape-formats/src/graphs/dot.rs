//! Graphviz.

use crate::GraphDocument;
use crate::graphs::{GraphEdge, GraphNode, attribute_text};
use linscape_decay::FamilyType;
use std::io::{self, Write};

impl GraphDocument {
    /// Writes a Graphviz digraph: high losses on top, type by shape and colour-blind-safe colour,
    /// the greedy path bold, and every field of the dump as an attribute.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_dot(&self, mut out: impl Write) -> io::Result<()> {
        writeln!(out, "digraph landscape {{")?;
        writeln!(out, "  graph [label={}, labelloc=t, fontname=Helvetica];", quoted(&self.title))?;
        writeln!(out, "  node [style=filled, fontname=Helvetica];")?;
        writeln!(out, "  edge [fontname=Helvetica, fontsize=10];")?;
        for node in &self.nodes {
            writeln!(out, "  {} [{}];", node_name(node.id), node_attributes(node))?;
        }
        for edge in &self.edges {
            let (source, target) = (node_name(edge.source), node_name(edge.target));
            writeln!(out, "  {source} -> {target} [{}];", edge_attributes(edge))?;
        }
        writeln!(out, "}}")
    }
}

/// A name that needs no quotes: `n3`, and `n_3` for the negative.
fn node_name(id: i64) -> String {
    if id < 0 { format!("n_{}", id.unsigned_abs()) } else { format!("n{id}") }
}

fn node_attributes(node: &GraphNode) -> String {
    // Tints of a colour-blind-safe palette; the shape says the same without colour.
    let (shape, colour) = match node.kind {
        Some(FamilyType::GlobalMinimum) => ("doubleoctagon", "#66C2A5"),
        Some(FamilyType::StrictSaddle) => ("ellipse", "#9ECAE9"),
        Some(FamilyType::NonstrictSaddle) => ("diamond", "#F4C36B"),
        Some(FamilyType::LocalMinimum) => ("octagon", "#B2DFDB"),
        Some(FamilyType::Undecided) => ("box", "#FFFFFF"),
        None => ("box", "#D9D9D9"),
    };
    let mut attributes = vec![
        format!("label={}", quoted(&node.label)),
        format!("shape={shape}"),
        format!("fillcolor={}", quoted(colour)),
    ];
    attributes.extend(record_attributes(&node.fields));
    attributes.join(", ")
}

fn edge_attributes(edge: &GraphEdge) -> String {
    let mut attributes = vec![format!("label={}", quoted(&edge.label))];
    if edge.greedy {
        attributes.push("penwidth=3".to_owned());
    }
    if edge.fields.get("kind").is_some_and(|kind| kind == "swap" || kind == "exchange") {
        attributes.push("style=dashed".to_owned());
    }
    attributes.extend(record_attributes(&edge.fields));
    attributes.join(", ")
}

fn record_attributes(fields: &serde_json::Map<String, serde_json::Value>) -> Vec<String> {
    let present = fields.iter().filter_map(|(name, value)| Some((name, attribute_text(value)?)));
    present.map(|(name, text)| format!("{}={}", quoted(name), quoted(&text))).collect()
}

/// A quoted string, in which Graphviz reads only `\"` and, for line breaks, `\n`.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}
