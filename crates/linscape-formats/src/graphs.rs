//! Graph files: dot, GraphML, GEXF, Cytoscape.
//!
//! A document is nodes and edges with the fields of the dump; each format is one function on it and one row of
//! `GraphFormat`, which the command line, Python and the web offer.

mod cytoscape;
mod dot;
mod format;
mod gexf;
mod graph_document;
mod graphml;

pub use format::{GraphFormat, UnknownGraphFormat};
pub use graph_document::{GraphDocument, GraphNodes};

pub(crate) use graph_document::{
    AttributeKind, GraphEdge, GraphNode, INTERRUPTED, attribute_name, attribute_text, columns,
    fields,
};
