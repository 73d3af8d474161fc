//! A listed landscape.

use crate::refusal::{refuse, refuse_limit, refuse_task};
use linscape::{
    ConnectionCheck, ConnectionsWanted, DecayOptionError, StatementError, TaskError, decayed_graph,
    graph, verify_connections, verify_moves,
};
use linscape_critical::{Observer, Problem};
use linscape_decay::DecayedLandscape;
use linscape_formats::{
    GraphDocument, GraphFormat, GraphNodes, ReportStyle, write_decayed_landscape,
    write_decayed_report, write_landscape, write_report,
};
use linscape_pictures::{HeightChoice, decayed_diagram_picture, diagram_picture};
use linscape_quotient::Landscape;
use pyo3::prelude::*;
use serde_json::Value;
use std::io;
use std::sync::Arc;

/// A landscape whose documents are written when they are asked for.
#[pyclass(module = "linscape._linscape", frozen)]
pub(crate) struct NativeLandscape {
    listed: Listed,
    source: Option<Value>,
}

/// With weight decay or without; copies share it.
#[derive(Clone)]
pub(crate) enum Listed {
    Plain(Arc<Landscape>),
    Decayed(Arc<(Problem, DecayedLandscape)>),
}

impl NativeLandscape {
    pub(crate) fn plain(landscape: Landscape, source: Option<Value>) -> Self {
        Self { listed: Listed::Plain(Arc::new(landscape)), source }
    }

    /// The landscape with decay of a problem, as it is without.
    pub(crate) fn decayed(
        problem: Problem,
        landscape: DecayedLandscape,
        source: Option<Value>,
    ) -> Self {
        Self { listed: Listed::Decayed(Arc::new((problem, landscape))), source }
    }

    /// The diagram as SVG.
    pub(crate) fn diagram(&self, nodes: GraphNodes) -> String {
        let (source, scale) = (self.source.as_ref(), HeightChoice::Automatic);
        match &self.listed {
            Listed::Plain(landscape) => diagram_picture(landscape, source, nodes, scale),
            Listed::Decayed(listed) => {
                decayed_diagram_picture(&listed.0, &listed.1, source, nodes, scale)
            }
        }
    }

    /// With weight decay: the problem as it is without, the landscape, and where the problem came from.
    pub(crate) fn with_decay(&self) -> PyResult<(&Problem, &DecayedLandscape, Option<&Value>)> {
        match &self.listed {
            Listed::Decayed(listed) => Ok((&listed.0, &listed.1, self.source.as_ref())),
            Listed::Plain(_) => Err(refuse("this picture is one of weight decay")),
        }
    }

    /// The landscape, for questions that are not asked with weight decay.
    pub(crate) fn listed_without_decay(&self) -> PyResult<&Arc<Landscape>> {
        match &self.listed {
            Listed::Plain(landscape) => Ok(landscape),
            Listed::Decayed(_) => {
                let error = StatementError::from(DecayOptionError::NotHere);
                Err(refuse_task(&error.into()))
            }
        }
    }

    /// What was listed.
    pub(crate) fn listed(&self) -> Listed {
        self.listed.clone()
    }

    fn document(&self, nodes: GraphNodes, all: bool) -> PyResult<GraphDocument> {
        let document = match &self.listed {
            Listed::Plain(landscape) => graph(landscape, nodes, all),
            Listed::Decayed(listed) => decayed_graph(&listed.1, nodes, all),
        };
        document.map_err(|limit| refuse_limit(&limit))
    }
}

impl Listed {
    /// Gradient flow along the connections, of the loss with its weight decay where there is one.
    pub(crate) fn verified(
        &self,
        wanted: ConnectionsWanted,
        observer: &impl Observer,
    ) -> Result<ConnectionCheck, TaskError> {
        match self {
            Self::Plain(landscape) => verify_connections(landscape, wanted, observer),
            Self::Decayed(listed) => verify_moves(&listed.1, wanted, observer),
        }
    }
}

#[pymethods]
impl NativeLandscape {
    /// The dump.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        let source = self.source.as_ref();
        text(py, |out| match &self.listed {
            Listed::Plain(landscape) => write_landscape(out, landscape, source),
            Listed::Decayed(listed) => write_decayed_landscape(out, &listed.0, &listed.1, source),
        })
    }

    /// The report.
    fn report(&self, py: Python<'_>) -> PyResult<String> {
        let style = ReportStyle::default();
        let source = self.source.as_ref();
        text(py, |out| match &self.listed {
            Listed::Plain(landscape) => write_report(out, landscape, source, style),
            Listed::Decayed(listed) => {
                write_decayed_report(out, &listed.0, &listed.1, source, style)
            }
        })
    }

    /// The graph in one of the formats of `linscape graph`.
    fn graph(&self, py: Python<'_>, format: &str, nodes: &str, all: bool) -> PyResult<String> {
        let nodes = match nodes {
            "fibers" => GraphNodes::Fibers,
            "families" => GraphNodes::Families,
            _ => return Err(refuse(format!("nodes '{nodes}' is none of fibers, families"))),
        };
        let document = self.document(nodes, all)?;
        let format: GraphFormat = format.parse().map_err(refuse)?;
        text(py, |out| format.write(&document, out))
    }

    /// Number of listed families.
    fn __len__(&self) -> usize {
        match &self.listed {
            Listed::Plain(landscape) => landscape.families().len(),
            Listed::Decayed(listed) => listed.1.families().len(),
        }
    }

    /// Families in all, strict and nonstrict saddles, as texts; with weight decay local minima.
    fn counts(&self) -> (String, String, String, Option<usize>) {
        match &self.listed {
            Listed::Plain(landscape) => {
                let counts = landscape.counts();
                let texts = [&counts.families, &counts.strict, &counts.nonstrict];
                let [families, strict, nonstrict] = texts.map(ToString::to_string);
                (families, strict, nonstrict, None)
            }
            Listed::Decayed(listed) => {
                let counts = listed.1.counts();
                let [families, strict] =
                    [&counts.families, &counts.strict].map(ToString::to_string);
                (families, strict, counts.nonstrict.to_string(), Some(counts.local_minima))
            }
        }
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

/// A document, written into memory, which takes everything.
pub(crate) fn document(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    let _ = write(&mut out);
    String::from_utf8_lossy(&out).into_owned()
}
