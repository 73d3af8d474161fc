//! `linscape verify`.

use super::offending_file::OffendingFile;
use super::verified_points::{PointsWanted, VerifiedPoints, all_families};
use crate::failure::Failure;
use crate::family_arguments::{parse_stratum, parse_subset};
use crate::filter_arguments::FilterArguments;
use crate::output_arguments::OutputArguments;
use crate::problem_arguments::{ProblemArguments, StatedProblem};
use crate::progress::TerminalObserver;
use linscape_critical::{Problem, SingularSubset};
use linscape_curvature::{
    CheckedPoint, FamilyShape, Stratum, Verification, VerifyOptions, check_points,
};
use linscape_formats::VerificationReport;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Check theorem against numerics at random points of every stratum, or of random ones
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape verify --sigma 3,2,1 --widths 3,3,3,3\n  \
    linscape verify --sigma 3,2,1,0 --widths 4,5,4,4 --samples 100 --seed 7 --json\n  \
    linscape verify --target fixtures/target-543.csv --hidden 3,3 \\\n      \
    --subset 1 --type nonstrict_saddle")]
pub(crate) struct VerifyArguments {
    #[command(flatten)]
    problem: ProblemArguments,
    /// The singular values learned, by 1-based index: 1,2 ('' for none) [default: every family]
    #[arg(long, value_name = "1,2", allow_hyphen_values = true)]
    subset: Option<String>,
    /// Points of this stratum only (a key from `linscape strata`)
    #[arg(long, value_name = "KEY", requires = "subset", conflicts_with_all = ["point_type", "index", "dimension", "escape_order", "components", "limit"])]
    stratum: Option<String>,
    #[command(flatten)]
    filter: FilterArguments,
    /// The first K strata in the order of `linscape strata`
    #[arg(long, value_name = "K", conflicts_with = "samples")]
    limit: Option<NonZeroUsize>,
    /// Points of K random strata [default: every stratum once, or 1000 random ones if there are
    /// more; 50 in networks of more than 500 parameters]
    #[arg(long, value_name = "K")]
    samples: Option<NonZeroUsize>,
    /// Seed of the random strata and points
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,
    /// Search for descent at nonstrict saddles of networks with at most N parameters (0: nowhere);
    /// a search takes thousands of eigenvalue decompositions
    #[arg(long, value_name = "N", default_value_t = 30)]
    descent_up_to: usize,
    /// Print JSON (linscape.verification/1) instead of a table
    #[arg(long)]
    json: bool,
    /// Where the weights of the first disagreement go, if there is one (.npz or .safetensors, in
    /// whitened coordinates) [default: linscape-offending.npz]
    #[arg(long, value_name = "FILE")]
    offending: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArguments,
}

/// Largest order of a dense matrix that is formed: 32 MB and seconds a point.
const LARGEST_MATRIX: usize = 2_000;

pub(crate) fn run(arguments: &VerifyArguments) -> Result<(), Failure> {
    let mut out = arguments.output.create()?;
    let offending = OffendingFile::new(arguments.offending.as_deref())?;
    let stated = arguments.problem.load()?;
    check_size(&stated.problem)?;
    let chosen = choose(arguments, &stated.problem)?;
    let mut report = check(arguments, &stated, chosen)?;
    let verdict = offending.conclude(&mut report);
    if arguments.json {
        report.write_json(&mut out)?;
    } else {
        report.write_table(&mut out, arguments.output.style())?;
    }
    out.finish()?;
    verdict
}

/// Refuses networks whose dense matrices take more than seconds a point.
fn check_size(problem: &Problem) -> Result<(), Failure> {
    let (inputs, outputs) = (problem.input_rank(), problem.architecture().output());
    let widths = problem.architecture().widths();
    let ignored = problem.architecture().input() - inputs;
    let order = problem.architecture().parameters() - widths[1] * ignored;
    if order > LARGEST_MATRIX {
        return Err(Failure::Limit(format!(
            "verify forms dense Hessians: {order} parameters are more than {LARGEST_MATRIX}; ask \
             for smaller --widths or --hidden"
        )));
    }
    // Dimensions are ranks of an action of pairs of matrices, one on either outer side.
    let unknowns = inputs * inputs + outputs * outputs;
    if unknowns > LARGEST_MATRIX {
        return Err(Failure::Limit(format!(
            "verify solves for pairs of {inputs}×{inputs} and {outputs}×{outputs} matrices: \
             {unknowns} unknowns are more than {LARGEST_MATRIX}; ask for smaller --widths at the \
             ends"
        )));
    }
    Ok(())
}

fn choose(arguments: &VerifyArguments, problem: &Problem) -> Result<VerifiedPoints, Failure> {
    let families = match &arguments.subset {
        Some(text) => vec![parse_subset(problem, text)?],
        None => all_families(problem)?,
    };
    let named = arguments.stratum.as_deref();
    let stratum = named
        .map(|key| parse_stratum(&FamilyShape::new(problem, &families[0]), key))
        .transpose()?;
    let wanted = PointsWanted {
        stratum,
        filter: arguments.filter.filter(),
        samples: arguments.samples,
        limit: arguments.limit,
        seed: arguments.seed,
    };
    wanted.choose(problem, families)
}

/// Looks at every point and adds up the outcomes by family.
fn check<'a>(
    arguments: &VerifyArguments,
    stated: &'a StatedProblem,
    chosen: VerifiedPoints,
) -> Result<VerificationReport<'a>, Failure> {
    let VerifiedPoints { families, points, selection } = chosen;
    let family_of: Vec<usize> = points.iter().map(|(family, _)| *family).collect();
    let points: Vec<(SingularSubset, Stratum)> =
        points.into_iter().map(|(at, stratum)| (families[at].clone(), stratum)).collect();
    let seed = arguments.seed;
    let descent_up_to = arguments.descent_up_to;
    let options = VerifyOptions { seed, descent_up_to };
    let mut outcomes = vec![Verification::default(); families.len()];
    let observer = TerminalObserver::new("checking points");
    let record = |point: CheckedPoint| outcomes[family_of[point.position]].record(point);
    let flow = check_points(&stated.problem, &stated.bases(), points, options, &observer, record)?;
    let mut total = Verification { stopped: flow.is_break(), ..Verification::default() };
    let mut checked = Vec::new();
    for (subset, outcome) in families.into_iter().zip(outcomes) {
        if outcome.points() > 0 {
            total.absorb(&outcome);
            checked.push((subset, outcome));
        }
    }
    Ok(VerificationReport {
        problem: &stated.problem,
        source: stated.source.as_ref(),
        seed,
        selection,
        descent_up_to,
        families: checked,
        total,
        offending: None,
    })
}
