//! `linscape graph`.

use crate::arguments::{OutputArguments, PictureArguments, ScaleArgument, Written};
use crate::commands::decay;
use crate::commands::landscape::{LandscapeArguments, ListedLandscape, finished};
use crate::terminal::{Failure, TerminalObserver, standard_error};
use anyhow::anyhow;
use clap::ValueEnum;
use clap::builder::PossibleValue;
use linscape::{
    ConnectionCheck, ConnectionsWanted, FailedConnection, StatedDecay, TaskError, decayed_graph,
    graph, verify_connections, verify_moves,
};
use linscape_critical::numbered;
use linscape_decay::DecayedLandscape;
use linscape_formats::{GraphDocument, GraphFormat, GraphNodes, OutputFile};
use linscape_pictures::{decayed_diagram_picture, diagram_picture};
use std::io::Write;

/// Write the quotient graph for Graphviz, Gephi, NetworkX or Cytoscape, or as a picture
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape graph --sigma 5,4,3 --widths 3,3,3,3 --format dot\n  \
    linscape graph --target fixtures/target-543.csv --hidden 3,3 \\\n      \
    --format graphml --nodes families --all -o landscape.graphml\n  \
    linscape graph --sigma 4,3,2,1 --widths 4,4,4,4 --format svg -o landscape.svg\n  \
    linscape graph --sigma 3,2,1 --widths 3,3,3,3 --format cytoscape \\\n      \
    --all --verify -o flow.json\n  \
    linscape graph --sigma 3,2 --widths 2,2,2,2 --decay 1/2 --format dot \\\n      \
    --nodes families --verify -o moves.dot")]
pub(crate) struct GraphArguments {
    #[command(flatten)]
    landscape: LandscapeArguments,
    /// File format [default: what the name of the output file says]
    #[arg(help_heading = "Output", long, value_enum)]
    format: Option<Format>,
    /// One node a critical value (parallel edges kept), or one a family
    #[arg(help_heading = "Output", long, value_enum, default_value_t = Nodes::Fibers)]
    nodes: Nodes,
    /// Draw every connection, not only the covers
    #[arg(help_heading = "Output", long)]
    all: bool,
    /// Integrate gradient flow along every connection that is written, and add `orbit` to its edge
    #[arg(help_heading = "Orbits", long)]
    verify: bool,
    /// Where orbits start and end: distance from the saddles, relative to the mode that is learned, with
    /// decay to the amplitudes that move
    #[arg(
        help_heading = "Orbits",
        long,
        value_name = "ε",
        default_value_t = 0.01,
        allow_negative_numbers = true,
        requires = "verify"
    )]
    epsilon: f64,
    /// Seed of the hidden bases of orbits
    #[arg(
        help_heading = "Orbits",
        long,
        value_name = "S",
        default_value_t = 0,
        requires = "verify"
    )]
    seed: u64,
    #[command(flatten)]
    scale: ScaleArgument,
    #[command(flatten)]
    picture: PictureArguments,
    #[command(flatten)]
    output: OutputArguments,
}

/// A graph file, or a picture.
#[derive(Debug, Clone, Copy)]
enum Format {
    File(GraphFormat),
    Picture,
}

impl Format {
    /// What the output is.
    fn written(self) -> Written {
        match self {
            Self::File(format) => {
                let (what, extensions) = format.file();
                Written(what, extensions)
            }
            Self::Picture => Written("a picture", &["svg", "png", "pdf"]),
        }
    }
}

impl GraphArguments {
    fn nodes(&self) -> GraphNodes {
        match self.nodes {
            Nodes::Fibers => GraphNodes::Fibers,
            Nodes::Families => GraphNodes::Families,
        }
    }

    /// The format asked for, or that of the output's name.
    fn format(&self) -> anyhow::Result<Format> {
        let extension = self.output.extension();
        let named = || {
            let known = |format: &&Format| format.written().1.contains(&extension.as_str());
            Format::value_variants().iter().find(known).copied()
        };
        self.format.or_else(named).ok_or_else(|| {
            let usual = GraphFormat::ALL.map(|format| format!(".{}", format.file().1[0]));
            let usual = usual.join(", ");
            let path = self.output.path().display();
            let place = if self.output.is_file() { format!("{path}: ") } else { String::new() };
            anyhow!("{place}give a --format, or an output file whose name says it: {usual}, .svg")
        })
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        const FORMATS: [Format; GraphFormat::ALL.len() + 1] = {
            let mut formats = [Format::Picture; GraphFormat::ALL.len() + 1];
            let mut at = 0;
            while at < GraphFormat::ALL.len() {
                formats[at] = Format::File(GraphFormat::ALL[at]);
                at += 1;
            }
            formats
        };
        &FORMATS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::File(format) => format.row(),
            Self::Picture => (
                "svg",
                "A picture (.svg, .png or .pdf by the name): nodes at the height of their losses, one column a \
                 number of learned modes",
            ),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Nodes {
    /// Critical values
    Fibers,
    /// Families of critical points
    Families,
}

pub(crate) fn run(arguments: &GraphArguments) -> Result<(), Failure> {
    let Format::File(format) = arguments.format()? else { return draw(arguments) };
    let mut out = arguments.output.create(Format::File(format).written())?;
    arguments.connections().check()?;
    let nodes = arguments.nodes();
    if let Some((stated, limit)) = arguments.landscape.decayed()? {
        return with_decay(arguments, format, &stated, limit, out);
    }
    let listed = arguments.landscape.list_with_strata()?;
    let ListedLandscape { landscape, .. } = &listed;
    let document = graph(landscape, nodes, arguments.all)?;
    let orbits =
        arguments.orbits(|wanted, observer| verify_connections(landscape, wanted, observer))?;
    written(document, orbits.as_ref(), format, &mut out)?;
    out.finish()?;
    verdict(orbits.as_ref(), || finished(landscape))
}

/// The picture: covers only.
fn draw(arguments: &GraphArguments) -> Result<(), Failure> {
    if arguments.all || arguments.verify {
        let option = if arguments.all { "--all" } else { "--verify" };
        return Err(anyhow!("{option} goes with graph files; a picture draws the covers").into());
    }
    let out = arguments.picture.create(&arguments.output)?;
    let (nodes, scale) = (arguments.nodes(), arguments.scale.choice());
    if let Some((stated, limit)) = arguments.landscape.decayed()? {
        let svg = |landscape: &DecayedLandscape| {
            let (problem, source) = (&stated.stated.problem, stated.stated.source.as_ref());
            decayed_diagram_picture(problem, landscape, source, nodes, scale)
        };
        return decay::picture(&stated, limit, svg, |svg| Ok(arguments.picture.write(svg, out)?));
    }
    let ListedLandscape { landscape, stated } = arguments.landscape.list()?;
    let svg = diagram_picture(&landscape, stated.source.as_ref(), nodes, scale);
    arguments.picture.write(&svg, out)?;
    finished(&landscape)
}

/// The graph file of a landscape with weight decay.
fn with_decay(
    arguments: &GraphArguments,
    format: GraphFormat,
    stated: &StatedDecay,
    limit: Option<usize>,
    mut out: OutputFile,
) -> Result<(), Failure> {
    let landscape = decay::listed(stated, limit)?;
    let document = decayed_graph(&landscape, arguments.nodes(), arguments.all)?;
    let orbits = arguments.orbits(|wanted, observer| verify_moves(&landscape, wanted, observer))?;
    written(document, orbits.as_ref(), format, &mut out)?;
    out.finish()?;
    verdict(orbits.as_ref(), || decay::finished(&landscape))
}

/// Writes the file, with what the flow did along its edges.
fn written(
    document: GraphDocument,
    orbits: Option<&ConnectionCheck>,
    format: GraphFormat,
    out: &mut OutputFile,
) -> std::io::Result<()> {
    let document = match orbits {
        Some(found) => document.with_orbits(&found.orbits),
        None => document,
    };
    format.write(&document, out)
}

impl GraphArguments {
    fn connections(&self) -> ConnectionsWanted {
        ConnectionsWanted { all: self.all, epsilon: self.epsilon, seed: self.seed }
    }

    /// The orbits along the connections that are written, when they were asked for.
    fn orbits(
        &self,
        verify: impl FnOnce(ConnectionsWanted, &TerminalObserver) -> Result<ConnectionCheck, TaskError>,
    ) -> Result<Option<ConnectionCheck>, Failure> {
        if !self.verify {
            return Ok(None);
        }
        let observer = TerminalObserver::new("following connections");
        Ok(Some(verify(self.connections(), &observer)?))
    }
}

/// Most failures that are listed.
const LISTED: usize = 20;

/// Says how the orbits went, and lists those that failed; else whether the landscape is `whole`.
fn verdict(
    found: Option<&ConnectionCheck>,
    whole: impl FnOnce() -> Result<(), Failure>,
) -> Result<(), Failure> {
    let Some(found) = found else { return whole() };
    let [verified, failed, untried] = [Some(true), Some(false), None].map(|of| found.count(of));
    let (all, worst) = (found.orbits.len(), found.largest_residual());
    let mut out = standard_error();
    if all == 0 {
        let _ = writeln!(out, "orbits: no connections to verify");
        return whole();
    }
    // For the person at the terminal; the graph is the output.
    let _ = writeln!(
        out,
        "orbits: {verified} of {} verified, largest residual {worst:.1e}",
        numbered(all, "connection", "connections")
    );
    for FailedConnection { from, to, reason } in found.failures.iter().take(LISTED) {
        let _ = writeln!(out, "  {from} → {to}: {reason}");
    }
    if found.is_interrupted() {
        return Err(Failure::Interrupted);
    }
    if failed > 0 {
        return Err(Failure::Disagreement(format!(
            "gradient flow does not follow {failed} of {}",
            numbered(all, "connection", "connections")
        )));
    }
    if untried > 0 {
        return Err(Failure::Limit(format!(
            "{untried} of {} would take more steps than are tried; a larger --epsilon shortens them",
            numbered(all, "connection", "connections")
        )));
    }
    whole()
}
