//! The graph files there are: a format is a row here.

use crate::GraphDocument;
use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;
use thiserror::Error;

/// A graph file for other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphFormat {
    /// Graphviz.
    Dot,
    /// GraphML, for NetworkX, yEd and igraph.
    Graphml,
    /// GEXF 1.2, for Gephi.
    Gexf,
    /// Cytoscape JSON.
    Cytoscape,
}

/// A name that no format has.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("format '{text}' is none of {}", names().join(", "))]
pub struct UnknownGraphFormat {
    /// What was given.
    pub text: String,
}

impl GraphFormat {
    /// Every format, in the order of the help.
    pub const ALL: [Self; 4] = [Self::Dot, Self::Graphml, Self::Gexf, Self::Cytoscape];

    /// Its name, and the programs it is for.
    #[must_use]
    pub fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::Dot => ("dot", "Graphviz"),
            Self::Graphml => ("graphml", "GraphML (NetworkX, yEd, igraph)"),
            Self::Gexf => ("gexf", "GEXF 1.2 (Gephi)"),
            Self::Cytoscape => ("cytoscape", "Cytoscape JSON"),
        }
    }

    /// What a file of it is, and the extensions that such files have, the usual one first.
    #[must_use]
    pub fn file(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Dot => ("dot", &["dot", "gv"]),
            Self::Graphml => ("GraphML", &["graphml", "xml"]),
            Self::Gexf => ("GEXF", &["gexf", "xml"]),
            Self::Cytoscape => ("Cytoscape JSON", &["json", "cyjs"]),
        }
    }

    /// Writes a graph.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write(self, graph: &GraphDocument, out: impl Write) -> io::Result<()> {
        match self {
            Self::Dot => graph.write_dot(out),
            Self::Graphml => graph.write_graphml(out),
            Self::Gexf => graph.write_gexf(out),
            Self::Cytoscape => graph.write_cytoscape(out),
        }
    }
}

fn names() -> Vec<&'static str> {
    GraphFormat::ALL.iter().map(|format| format.row().0).collect()
}

impl fmt::Display for GraphFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.row().0)
    }
}

impl FromStr for GraphFormat {
    type Err = UnknownGraphFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let named = |format: &Self| format.row().0 == text;
        let unknown = || UnknownGraphFormat { text: text.to_owned() };
        Self::ALL.into_iter().find(named).ok_or_else(unknown)
    }
}
