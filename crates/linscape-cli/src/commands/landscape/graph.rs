//! `linscape graph`.

use crate::arguments::{OutputArguments, PictureArguments, ScaleArgument, Written};
use crate::commands::decay;
use crate::commands::landscape::{LandscapeArguments, ListedLandscape, finished};
use crate::terminal::{Failure, TerminalObserver, standard_error};
use anyhow::anyhow;
use clap::ValueEnum;
use clap::builder::PossibleValue;
use linscape::StatedDecay;
use linscape_flow::{ConnectingOrbit, OrbitError, connecting_orbits};
use linscape_formats::subset_text;
use linscape_formats::{GraphDocument, GraphFormat, GraphNodes, OutputFile};
use linscape_pictures::diagram_picture;
use linscape_quotient::{ConnectionScope, LARGEST_ALL_CONNECTIONS, Landscape};
use std::io::Write;

/// Write the quotient graph for Graphviz, Gephi, NetworkX or Cytoscape, or as a picture
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape graph --sigma 5,4,3 --widths 3,3,3,3 --format dot\n  \
    linscape graph --target fixtures/target-543.csv --hidden 3,3 \\\n      \
    --format graphml --nodes families --all -o landscape.graphml\n  \
    linscape graph --sigma 4,3,2,1 --widths 4,4,4,4 --format svg -o landscape.svg\n  \
    linscape graph --sigma 3,2,1 --widths 3,3,3,3 --format cytoscape \\\n      \
    --all --verify -o flow.json")]
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
    /// Where orbits start and end: distance from the saddles, relative to the mode that is learned
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
            Self::File(GraphFormat::Dot) => Written("dot", &["dot", "gv"]),
            Self::File(GraphFormat::Graphml) => Written("GraphML", &["graphml", "xml"]),
            Self::File(GraphFormat::Gexf) => Written("GEXF", &["gexf", "xml"]),
            Self::File(GraphFormat::Cytoscape) => Written("Cytoscape JSON", &["json", "cyjs"]),
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
            anyhow!("give a --format, or an output file whose name says it: .dot, .graphml, .gexf, .json, .svg")
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
    check_epsilon(arguments.epsilon)?;
    let nodes = arguments.nodes();
    if let Some((stated, limit)) = arguments.landscape.decayed()? {
        return with_decay(arguments, format, &stated, limit, out);
    }
    let listed = arguments.landscape.list_with_strata()?;
    let ListedLandscape { landscape, .. } = &listed;
    if arguments.all && landscape.scope() == ConnectionScope::Covers {
        return Err(Failure::Limit(format!(
            "{} families are more than {LARGEST_ALL_CONNECTIONS}: only covers are drawn; leave \
             --all away",
            landscape.counts().families
        )));
    }
    let orbits = arguments.orbits(landscape);
    let document = GraphDocument::new(landscape, nodes, arguments.all);
    let document = orbits.as_ref().map_or(document.clone(), |orbits| document.with_orbits(orbits));
    format.write(&document, &mut out)?;
    out.finish()?;
    match orbits {
        Some(orbits) => verdict(landscape, &orbits),
        None => finished(landscape),
    }
}

/// The picture: covers only.
fn draw(arguments: &GraphArguments) -> Result<(), Failure> {
    if arguments.all || arguments.verify {
        let option = if arguments.all { "--all" } else { "--verify" };
        return Err(anyhow!("{option} goes with graph files; a picture draws the covers").into());
    }
    let out = arguments.picture.create(&arguments.output)?;
    if arguments.landscape.decayed()?.is_some() {
        return Err(anyhow!(
            "--format svg does not go with --decay; plot barriers draws minima and passes, and \
             the graph files hold all"
        )
        .into());
    }
    let ListedLandscape { landscape, stated } = arguments.landscape.list()?;
    let scale = arguments.scale.choice();
    let svg = diagram_picture(&landscape, stated.source.as_ref(), arguments.nodes(), scale);
    arguments.picture.write(&svg, out)?;
    finished(&landscape)
}

/// The graph file of a landscape with weight decay.
fn with_decay(
    arguments: &GraphArguments,
    format: GraphFormat,
    stated: &StatedDecay,
    limit: Option<usize>,
    out: OutputFile,
) -> Result<(), Failure> {
    if arguments.verify {
        return Err(
            anyhow!("--verify does not go with --decay: orbits are followed without it").into()
        );
    }
    decay::graph(stated, limit, arguments.nodes(), arguments.all, out, |document, out| {
        format.write(document, out)
    })
}

/// Refuses what is no distance.
fn check_epsilon(epsilon: f64) -> Result<(), Failure> {
    if (1e-6..=0.2).contains(&epsilon) {
        return Ok(());
    }
    let error = OrbitError::Epsilon { given: epsilon };
    Err(anyhow!("--epsilon {epsilon}: {error}").into())
}

impl GraphArguments {
    /// The orbits along the connections that are written, when they were asked for.
    fn orbits(&self, landscape: &Landscape) -> Option<Vec<ConnectingOrbit>> {
        if !self.verify {
            return None;
        }
        let observer = TerminalObserver::new("following connections");
        Some(connecting_orbits(landscape, self.all, self.epsilon, self.seed, &observer))
    }
}

/// Most failures that are listed.
const LISTED: usize = 20;

/// Says how the orbits went, and lists those that failed.
fn verdict(landscape: &Landscape, orbits: &[ConnectingOrbit]) -> Result<(), Failure> {
    let count = |verdict| orbits.iter().filter(|orbit| orbit.is_verified() == verdict).count();
    let (verified, failed, untried) = (count(Some(true)), count(Some(false)), count(None));
    let worst = orbits.iter().filter_map(residual).fold(0.0, f64::max);
    let mut out = standard_error();
    if orbits.is_empty() {
        let _ = writeln!(out, "orbits: no connections to verify");
        return finished(landscape);
    }
    // For the person at the terminal; the graph is the output.
    let _ = writeln!(
        out,
        "orbits: {verified} of {} connections verified, largest residual {worst:.1e}",
        orbits.len()
    );
    let failing =
        orbits.iter().filter(|orbit| orbit.outcome.is_some() && orbit.is_verified() != Some(true));
    for orbit in failing.take(LISTED) {
        let (from, to) = (name(landscape, orbit.from), name(landscape, orbit.to));
        let why = match &orbit.outcome {
            Some(Err(error)) => error.to_string(),
            Some(Ok(found)) if found.time.is_none() => "it did not arrive".to_owned(),
            Some(Ok(found)) => format!("residual {:.1e}", found.residual),
            None => String::new(),
        };
        let _ = writeln!(out, "  {from} → {to}: {why}");
    }
    if orbits.iter().any(|orbit| orbit.outcome.is_none()) {
        return Err(Failure::Interrupted);
    }
    if failed > 0 {
        return Err(Failure::Disagreement(format!(
            "gradient flow does not follow {failed} of {} connections",
            orbits.len()
        )));
    }
    if untried > 0 {
        return Err(Failure::Limit(format!(
            "{untried} of {} connections take more steps than are tried; a larger --epsilon \
             shortens them",
            orbits.len()
        )));
    }
    finished(landscape)
}

fn residual(orbit: &ConnectingOrbit) -> Option<f64> {
    orbit.outcome.as_ref()?.as_ref().ok().filter(|found| found.verified).map(|found| found.residual)
}

/// The subset of a family, by its identifier.
fn name(landscape: &Landscape, id: i64) -> String {
    let multiplicities = landscape.problem().spectrum().multiplicities();
    let family = landscape.families().find(|family| family.id == id);
    family.map_or_else(String::new, |family| subset_text(&family.subset.indices(multiplicities)))
}
