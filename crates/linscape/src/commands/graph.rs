//! `linscape graph`.

use super::landscape::{LandscapeArguments, ListedLandscape, finished};
use crate::failure::Failure;
use crate::output_arguments::OutputArguments;
use crate::picture_arguments::ScaleArgument;
use anyhow::anyhow;
use clap::ValueEnum;
use linscape_formats::{GraphDocument, GraphNodes};
use linscape_pictures::diagram_picture;
use linscape_quotient::{ConnectionScope, LARGEST_ALL_CONNECTIONS};
use std::io::Write;

/// Write the quotient graph for Graphviz, Gephi, NetworkX or Cytoscape, or as a picture
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape graph --sigma 5,4,3 --widths 3,3,3,3 --format dot\n  \
    linscape graph --target fixtures/target-543.csv --hidden 3,3 \\\n      \
    --format graphml --nodes families --all -o landscape.graphml\n  \
    linscape graph --sigma 4,3,2,1 --widths 4,4,4,4 --format svg -o landscape.svg")]
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
    scale: ScaleArgument,
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
    /// A picture: nodes at the height of their losses, one column a number of learned modes
    Svg,
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
    if arguments.all && matches!(arguments.format, Format::Svg) {
        return Err(anyhow!("--all goes with graph files; a picture draws the covers").into());
    }
    let listed = arguments.landscape.list()?;
    let ListedLandscape { landscape, .. } = &listed;
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
    let document = || GraphDocument::new(landscape, nodes, arguments.all);
    match arguments.format {
        Format::Dot => document().write_dot(&mut out),
        Format::Graphml => document().write_graphml(&mut out),
        Format::Gexf => document().write_gexf(&mut out),
        Format::Cytoscape => document().write_cytoscape(&mut out),
        Format::Svg => {
            let scale = arguments.scale.choice();
            out.write_all(diagram_picture(landscape, listed.source(), nodes, scale).as_bytes())
        }
    }?;
    out.finish()?;
    finished(landscape)
}
