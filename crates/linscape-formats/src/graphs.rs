//! Graph files: dot, GraphML, GEXF, Cytoscape.

mod cytoscape;
mod dot;
mod format;
mod gexf;
mod graph_document;
mod graphml;
mod node_kind;

pub use format::{GraphFormat, UnknownGraphFormat};
pub use graph_document::{GraphDocument, GraphNodes};

pub(crate) use graph_document::{
    AttributeKind, GraphEdge, GraphNode, INTERRUPTED, attribute_name, attribute_text, columns,
    fields,
};
pub(crate) use node_kind::NodeKind;
