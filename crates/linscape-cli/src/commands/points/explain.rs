//! `linscape explain`.

use crate::arguments::{FamilyArguments, OutputArguments, StatedFamily, Written, parse_stratum};
use crate::terminal::Failure;
use linscape_critical::RandomStream;
use linscape_formats::{Explanation, Measurement};
use linscape_points::{MeasuredRanks, random_point};
use linscape_strata::Stratum;

/// Show why a critical point is what it is: pairs of layers, ranks, residual, links that escape
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape explain --sigma 3,2,1 --widths 3,3,3,3 --subset 1\n  \
    linscape explain --sigma 3,1 --widths 2,3,2,3,3,2 --subset 1 \\\n      \
    --stratum p0-5.b1-1x2,2-2,3-3,3-4,4-4")]
pub(crate) struct ExplainArguments {
    #[command(flatten)]
    family: FamilyArguments,
    /// The stratum (a key from `linscape strata`) [default: that of the balanced point]
    #[arg(long, value_name = "KEY")]
    stratum: Option<String>,
    /// Seed of the random point at which ranks are measured
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,
    /// Print JSON (linscape.explanation/1) instead of text
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    output: OutputArguments,
}

pub(crate) fn run(arguments: &ExplainArguments) -> Result<(), Failure> {
    let mut out = arguments.output.create(Written::json_or_text(arguments.json))?;
    let family = arguments.family.load()?;
    let stratum = match &arguments.stratum {
        Some(key) => parse_stratum(&family.shape, key)?,
        None => Stratum::balanced(&family.shape),
    };
    let measurement = measure(&family, &stratum, arguments.seed)?;
    let StatedFamily { stated, subset, .. } = &family;
    let source = stated.source.as_ref();
    let explanation = Explanation::new(&stated.problem, source, subset, stratum, measurement);
    if arguments.json {
        explanation.write_json(&mut out)?;
    } else {
        explanation.write_text(&mut out, arguments.output.style())?;
    }
    out.finish()?;
    match explanation.agrees() {
        Some(false) => Err(Failure::Disagreement(
            "measured ranks are not those of the stratum; see the output".to_owned(),
        )),
        Some(true) | None => Ok(()),
    }
}

/// The second road: ranks at a random point of the stratum.
fn measure(family: &StatedFamily, stratum: &Stratum, seed: u64) -> Result<Measurement, Failure> {
    let StatedFamily { stated, subset, .. } = family;
    linscape::room_for_measured_point(&stated.problem)?;
    let bases = stated.bases();
    let mut stream = RandomStream::new(seed, "explain");
    // Ranks have no units: take those in which nothing vanishes.
    let (problem, _) = stated.problem.in_natural_units();
    let weights = random_point(&problem, &bases, subset, stratum, &mut stream)?;
    let ranks = MeasuredRanks::at(&weights, &bases.target(&problem))?;
    Ok(Measurement { seed, ranks })
}
