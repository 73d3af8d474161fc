//! GraphML, for NetworkX, yEd and igraph.

use crate::GraphDocument;
use crate::graphs::{AttributeKind, attribute_name, attribute_text, columns};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde_json::{Map, Value};
use std::io::{self, Write};

type Columns = Vec<(String, AttributeKind)>;

impl GraphDocument {
    /// Writes GraphML: a directed graph whose keys are the fields of the dump and a `label`.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_graphml(&self, out: impl Write) -> io::Result<()> {
        let mut xml = Writer::new_with_indent(out, b' ', 1);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let node_columns = columns(self.nodes.iter().map(|node| &node.fields));
        let edge_columns = columns(self.edges.iter().map(|edge| &edge.fields));
        xml.create_element("graphml")
            .with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"))
            .write_inner_content(|xml| {
                write_keys(xml, "node", &node_columns)?;
                write_keys(xml, "edge", &edge_columns)?;
                xml.create_element("graph")
                    .with_attributes([("id", "landscape"), ("edgedefault", "directed")])
                    .write_inner_content(|xml| {
                        self.write_graph(xml, &node_columns, &edge_columns)
                    })?;
                Ok(())
            })?;
        xml.into_inner().write_all(b"\n")
    }

    fn write_graph<W: Write>(
        &self,
        xml: &mut Writer<W>,
        node_columns: &Columns,
        edge_columns: &Columns,
    ) -> io::Result<()> {
        xml.create_element("desc").write_text_content(BytesText::new(&self.title))?;
        for node in &self.nodes {
            xml.create_element("node")
                .with_attribute(("id", node_id(node.id).as_str()))
                .write_inner_content(|xml| {
                    write_data(xml, "node", node_columns, &node.label, &node.fields)
                })?;
        }
        for (at, edge) in self.edges.iter().enumerate() {
            xml.create_element("edge")
                .with_attribute(("id", format!("e{at}").as_str()))
                .with_attribute(("source", node_id(edge.source).as_str()))
                .with_attribute(("target", node_id(edge.target).as_str()))
                .write_inner_content(|xml| {
                    write_data(xml, "edge", edge_columns, &edge.label, &edge.fields)
                })?;
        }
        Ok(())
    }
}

/// `n3`: the identifier itself is a field of the node.
fn node_id(id: i64) -> String {
    format!("n{id}")
}

fn write_keys<W: Write>(xml: &mut Writer<W>, owner: &str, columns: &Columns) -> io::Result<()> {
    let mut key = |id: &str, name: &str, kind: &str| {
        let attributes = [("id", id), ("for", owner), ("attr.name", name), ("attr.type", kind)];
        xml.create_element("key").with_attributes(attributes).write_empty().map(drop)
    };
    key(&format!("{owner}.label"), "label", "string")?;
    for (name, kind) in columns {
        let kind = match kind {
            AttributeKind::Whole => "long",
            AttributeKind::Real => "double",
            AttributeKind::Flag => "boolean",
            AttributeKind::Text => "string",
        };
        key(&format!("{owner}.{name}"), attribute_name(name), kind)?;
    }
    Ok(())
}

fn write_data<W: Write>(
    xml: &mut Writer<W>,
    owner: &str,
    columns: &Columns,
    label: &str,
    fields: &Map<String, Value>,
) -> io::Result<()> {
    let mut data = |name: &str, text: &str| {
        xml.create_element("data")
            .with_attribute(("key", format!("{owner}.{name}").as_str()))
            .write_text_content(BytesText::new(text))
            .map(drop)
    };
    data("label", label)?;
    for (name, _) in columns {
        if let Some(text) = fields.get(name).and_then(attribute_text) {
            data(name, &text)?;
        }
    }
    Ok(())
}
