//! `linscape graph`.

use super::landscape::{LandscapeArguments, ListedLandscape, finished};
use crate::failure::Failure;
use crate::output_arguments::OutputArguments;
use clap::ValueEnum;
use linscape_formats::{GraphDocument, GraphNodes};
use linscape_quotient::{ConnectionScope, LARGEST_ALL_CONNECTIONS};

/// Write the quotient graph for Graphviz, Gephi, NetworkX or Cytoscape
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape graph --sigma 5,4,3 --widths 3,3,3,3 --format dot\n  \
    linscape graph --target fixtures/target-543.csv --hidden 3,3 \\\n      \
    --format graphml --nodes families --all -o landscape.graphml")]
pub(crate) struct GraphArguments {
    #[command(flatten)]
    landscape: LandscapeArguments,
    /// File format
    #[arg(help_heading = "Output", long, value_enum)]
    format: Format,
    /// One node a critical value (parallel edges kept), or one a family
    #[arg(help_heading = "Output", long, value_enum, default_value_t = Nodes::Fibers)]
    nodes: Nodes,
    /// Draw every connection, not only the covers
    #[arg(help_heading = "Output", long)]
    all: bool,
    #[command(flatten)]
    output: OutputArguments,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Graphviz
    Dot,
    /// GraphML (NetworkX, yEd, igraph)
    Graphml,
    /// GEXF 1.2 (Gephi)
    Gexf,
    /// Cytoscape JSON
    Cytoscape,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Nodes {
    /// Critical values
    Fibers,
    /// Families of critical points
    Families,
}

pub(crate) fn run(arguments: &GraphArguments) -> Result<(), Failure> {
    let mut out = arguments.output.create()?;
    let ListedLandscape { landscape, .. } = arguments.landscape.list()?;
    if arguments.all && landscape.scope() == ConnectionScope::Covers {
        return Err(Failure::Limit(format!(
            "{} families are more than {LARGEST_ALL_CONNECTIONS}: only covers are drawn; leave \
             --all away",
            landscape.counts().families
        )));
    }
    let nodes = match arguments.nodes {
        Nodes::Fibers => GraphNodes::Fibers,
        Nodes::Families => GraphNodes::Families,
    };
    let document = GraphDocument::new(&landscape, nodes, arguments.all);
    match arguments.format {
        Format::Dot => document.write_dot(&mut out),
        Format::Graphml => document.write_graphml(&mut out),
        Format::Gexf => document.write_gexf(&mut out),
        Format::Cytoscape => document.write_cytoscape(&mut out),
    }?;
    out.finish()?;
    finished(&landscape)
}
