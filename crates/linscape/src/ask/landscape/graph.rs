//! The graph of a landscape.

use crate::{DrawingLimit, Limit};
use linscape_decay::{DecayedLandscape, LARGEST_ALL_MOVES};
use linscape_formats::{GraphDocument, GraphNodes};
use linscape_quotient::{ConnectionScope, LARGEST_ALL_CONNECTIONS, Landscape};

/// The graph of a landscape: its covers, or all connections.
///
/// # Errors
/// [`DrawingLimit::AllConnections`] when all were not worked out.
///
/// # Examples
/// ```
/// use linscape::formats::GraphNodes;
/// use linscape::{ProblemOptions, graph, list_landscape};
/// let options = ProblemOptions {
///     sigma: Some("2,1".to_owned()),
///     widths: Some("2,2,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let landscape = list_landscape(&options.state()?, None, &())?;
/// let mut dot = Vec::new();
/// graph(&landscape, GraphNodes::Fibers, true)?.write_dot(&mut dot)?;
/// assert!(dot.starts_with(b"digraph"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn graph(landscape: &Landscape, nodes: GraphNodes, all: bool) -> Result<GraphDocument, Limit> {
    if all && landscape.scope() == ConnectionScope::Covers {
        let families = landscape.counts().families.clone();
        return Err(DrawingLimit::AllConnections { families, most: LARGEST_ALL_CONNECTIONS }.into());
    }
    Ok(GraphDocument::new(landscape, nodes, all))
}

/// The graph of a landscape with weight decay.
///
/// # Errors
/// As [`graph()`].
pub fn decayed_graph(
    landscape: &DecayedLandscape,
    nodes: GraphNodes,
    all: bool,
) -> Result<GraphDocument, Limit> {
    if all && landscape.covers_only() {
        let families = landscape.counts().families.clone();
        return Err(DrawingLimit::AllConnections { families, most: LARGEST_ALL_MOVES }.into());
    }
    Ok(GraphDocument::with_decay(landscape, nodes, all))
}
