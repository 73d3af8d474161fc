//! `linscape explain`.

use crate::arguments::{FamilyArguments, OutputArguments, Written};
use crate::terminal::Failure;
use linscape::explain;

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
    let mut out =
        arguments.output.create(Written::json_or_text(arguments.output.is_json(arguments.json)))?;
    let family = arguments.family.load()?;
    let explanation = explain(&family, arguments.stratum.as_deref(), arguments.seed)?;
    if arguments.output.is_json(arguments.json) {
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
