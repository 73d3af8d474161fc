//! Cytoscape JSON, for Cytoscape and cytoscape.js.

use crate::json::{Generator, JsonDocument};
use crate::{GraphDocument, family_type_name};
use serde::Serialize;
use serde_json::{Map, Value};
use std::io::{self, Write};

#[derive(Serialize)]
struct Element {
    data: Map<String, Value>,
    classes: String,
}

#[derive(Serialize)]
struct Elements {
    nodes: Vec<Element>,
    edges: Vec<Element>,
}

impl GraphDocument {
    /// Writes Cytoscape JSON: `elements` with `nodes` and `edges`, whose `data` are the fields of
    /// the dump. Identifiers are texts, as Cytoscape wants them: `"3"` for a node, `"e0"` for an
    /// edge. `networkx.cytoscape_graph` reads it as well.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_cytoscape(&self, out: impl Write) -> io::Result<()> {
        let nodes = self.nodes.iter().map(|node| {
            let mut data = Map::new();
            data.insert("id".to_owned(), node.id.to_string().into());
            // networkx takes `value` for the node and `name` for its name.
            data.insert("value".to_owned(), node.id.to_string().into());
            data.insert("name".to_owned(), node.label.clone().into());
            data.insert("label".to_owned(), node.label.clone().into());
            let rest = node.fields.iter().filter(|(name, _)| *name != "id");
            data.extend(rest.map(|(name, value)| (name.clone(), value.clone())));
            let classes = node.kind.map_or("mixed", family_type_name);
            Element { data, classes: classes.to_owned() }
        });
        let edges = self.edges.iter().enumerate().map(|(at, edge)| {
            let mut data = Map::new();
            data.insert("id".to_owned(), format!("e{at}").into());
            data.insert("source".to_owned(), edge.source.to_string().into());
            data.insert("target".to_owned(), edge.target.to_string().into());
            data.insert("key".to_owned(), at.into());
            data.insert("label".to_owned(), edge.label.clone().into());
            data.extend(edge.fields.iter().map(|(name, value)| (name.clone(), value.clone())));
            let kind = edge.fields.get("kind").and_then(Value::as_str).unwrap_or_default();
            let greedy = if edge.greedy { " greedy" } else { "" };
            Element { data, classes: format!("{kind}{greedy}") }
        });
        let mut document = JsonDocument::begin(out)?;
        document.field("generator", &Generator::THIS)?;
        document.field("directed", &true)?;
        document.field("multigraph", &true)?;
        document.field("data", &serde_json::json!({ "name": self.title }))?;
        document.field("elements", &Elements { nodes: nodes.collect(), edges: edges.collect() })?;
        document.end()
    }
}
