//! A listed landscape.

use crate::refusal::refuse;
use linscape_formats::{
    GraphDocument, GraphFormat, GraphNodes, ReportStyle, write_landscape, write_report,
};
use linscape_quotient::{ConnectionScope, LARGEST_ALL_CONNECTIONS, Landscape};
use pyo3::prelude::*;
use serde_json::Value;
use std::io;

/// A landscape whose documents are written when they are asked for.
#[pyclass(module = "linscape._linscape", frozen)]
pub(crate) struct NativeLandscape {
    pub(crate) landscape: Landscape,
    pub(crate) source: Option<Value>,
}

#[pymethods]
impl NativeLandscape {
    /// The dump.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        text(py, |out| write_landscape(out, &self.landscape, self.source.as_ref()))
    }

    /// The report.
    fn report(&self, py: Python<'_>) -> PyResult<String> {
        let style = ReportStyle { colour: false };
        text(py, |out| write_report(out, &self.landscape, self.source.as_ref(), style))
    }

    /// The graph in one of the formats of `linscape graph`.
    fn graph(&self, py: Python<'_>, format: &str, nodes: &str, all: bool) -> PyResult<String> {
        let nodes = match nodes {
            "fibers" => GraphNodes::Fibers,
            "families" => GraphNodes::Families,
            _ => return Err(refuse(format!("nodes '{nodes}' is none of fibers, families"))),
        };
        if all && self.landscape.scope() == ConnectionScope::Covers {
            return Err(refuse(format!(
                "{} families are more than {LARGEST_ALL_CONNECTIONS}: only covers are drawn; leave \
                 --all away",
                self.landscape.counts().families
            )));
        }
        let document = GraphDocument::new(&self.landscape, nodes, all);
        let format: GraphFormat = format.parse().map_err(refuse)?;
        text(py, |out| format.write(&document, out))
    }

    /// Number of listed families.
    fn __len__(&self) -> usize {
        self.landscape.families().len()
    }

    /// Listed families of each type: global minima, strict and nonstrict saddles in all, as texts.
    fn counts(&self) -> (String, String, String) {
        let counts = self.landscape.counts();
        (counts.families.to_string(), counts.strict.to_string(), counts.nonstrict.to_string())
    }
}

/// What a writer writes, without the interpreter's lock.
pub(crate) fn text(
    py: Python<'_>,
    write: impl FnOnce(&mut Vec<u8>) -> io::Result<()> + Send,
) -> PyResult<String> {
    let written = py.detach(|| {
        let mut out = Vec::new();
        write(&mut out).map(|()| out)
    });
    String::from_utf8(written?).map_err(refuse)
}
