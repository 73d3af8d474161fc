//! GEXF 1.2, for Gephi.

use crate::GraphDocument;
use crate::graphs::{AttributeKind, attribute_name, attribute_text, columns};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde_json::{Map, Value};
use std::io::{self, Write};

type Columns = Vec<(String, AttributeKind)>;

impl GraphDocument {
    /// Writes GEXF 1.2: a static directed graph whose attributes are the fields of the dump.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_gexf(&self, out: impl Write) -> io::Result<()> {
        let mut xml = Writer::new_with_indent(out, b' ', 1);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.create_element("gexf")
            .with_attributes([("xmlns", "http://www.gexf.net/1.2draft"), ("version", "1.2")])
            .write_inner_content(|xml| {
                xml.create_element("meta").write_inner_content(|xml| {
                    let creator = concat!("linscape ", env!("CARGO_PKG_VERSION"));
                    xml.create_element("creator").write_text_content(BytesText::new(creator))?;
                    let title = BytesText::new(&self.title);
                    xml.create_element("description").write_text_content(title)?;
                    Ok(())
                })?;
                xml.create_element("graph")
                    .with_attributes([("mode", "static"), ("defaultedgetype", "directed")])
                    .write_inner_content(|xml| self.write_gexf_graph(xml))?;
                Ok(())
            })?;
        xml.into_inner().write_all(b"\n")
    }

    fn write_gexf_graph<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        let node_columns = columns(self.nodes.iter().map(|node| &node.fields));
        let edge_columns = columns(self.edges.iter().map(|edge| &edge.fields));
        write_attributes(xml, "node", &node_columns)?;
        write_attributes(xml, "edge", &edge_columns)?;
        xml.create_element("nodes").write_inner_content(|xml| {
            for node in &self.nodes {
                let (id, label) = (node.id.to_string(), one_line(&node.label));
                xml.create_element("node")
                    .with_attributes([("id", id.as_str()), ("label", label.as_str())])
                    .write_inner_content(|xml| write_values(xml, &node_columns, &node.fields))?;
            }
            Ok(())
        })?;
        xml.create_element("edges").write_inner_content(|xml| {
            for (at, edge) in self.edges.iter().enumerate() {
                let (source, target) = (edge.source.to_string(), edge.target.to_string());
                let id = at.to_string();
                xml.create_element("edge")
                    .with_attributes([("id", id.as_str()), ("source", source.as_str())])
                    .with_attributes([("target", target.as_str()), ("label", edge.label.as_str())])
                    .write_inner_content(|xml| write_values(xml, &edge_columns, &edge.fields))?;
            }
            Ok(())
        })?;
        Ok(())
    }
}

fn one_line(label: &str) -> String {
    label.replace('\n', ", ")
}

fn write_attributes<W: Write>(
    xml: &mut Writer<W>,
    owner: &str,
    columns: &Columns,
) -> io::Result<()> {
    xml.create_element("attributes")
        .with_attributes([("class", owner), ("mode", "static")])
        .write_inner_content(|xml| {
            for (at, (name, kind)) in columns.iter().enumerate() {
                let kind = match kind {
                    AttributeKind::Whole => "long",
                    AttributeKind::Real => "double",
                    AttributeKind::Flag => "boolean",
                    AttributeKind::Text => "string",
                };
                let id = at.to_string();
                let attributes =
                    [("id", id.as_str()), ("title", attribute_name(name)), ("type", kind)];
                xml.create_element("attribute").with_attributes(attributes).write_empty()?;
            }
            Ok(())
        })?;
    Ok(())
}

fn write_values<W: Write>(
    xml: &mut Writer<W>,
    columns: &Columns,
    fields: &Map<String, Value>,
) -> io::Result<()> {
    xml.create_element("attvalues").write_inner_content(|xml| {
        for (at, (name, _)) in columns.iter().enumerate() {
            let Some(text) = fields.get(name).and_then(attribute_text) else { continue };
            let id = at.to_string();
            xml.create_element("attvalue")
                .with_attributes([("for", id.as_str()), ("value", text.as_str())])
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}
