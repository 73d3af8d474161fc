//! `linscape verify`.

use crate::arguments::{
    FilterArguments, OutputArguments, ProblemArguments, Written, check_distinct, load,
    load_any_decay, load_exactly,
};
use crate::commands::decay;
use crate::commands::points::{CertificateFile, OffendingFile, conclude};
use crate::terminal::{Failure, TerminalObserver};
use anyhow::anyhow;
use linscape::{Stated, USUAL_DECAYED_POINTS, Verifier};
use linscape_formats::OutputFile;
use linscape_points::PointProved;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Check theorem against numerics at random points of every stratum, or of random ones
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    linscape verify --sigma 3,2,1 --widths 3,3,3,3\n  \
    linscape verify --sigma 3,2,1,0 --widths 4,5,4,4 --samples 100 --seed 7 --json\n  \
    linscape verify --target fixtures/target-543.csv --hidden 3,3 \\\n      \
    --subset 1 --type nonstrict_saddle\n  \
    linscape verify --exact --sigma 1,1e-8 --widths 2,2,2,2 \\\n      \
    --certificates proofs.jsonl")]
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
    /// a search takes thousands of eigenvalue decompositions [default: 30]
    #[arg(long, value_name = "N", conflicts_with = "exact")]
    descent_up_to: Option<usize>,
    /// Rational points and rational arithmetic from end to end: every line is a proof. Needs --sigma
    #[arg(long)]
    exact: bool,
    /// Write every point with what proves it, one certificate a line (linscape.certificate/1)
    #[arg(long, value_name = "FILE", requires = "exact")]
    certificates: Option<PathBuf>,
    /// Print JSON (linscape.verification/1) instead of a table
    #[arg(long)]
    json: bool,
    /// Where the weights of the first disagreement go, if there is one (.npz or .safetensors, in
    /// whitened coordinates; with --exact a certificate, .json) [default: linscape-offending.npz]
    #[arg(long, value_name = "FILE")]
    offending: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArguments,
}

pub(crate) fn run(arguments: &VerifyArguments) -> Result<(), Failure> {
    if arguments.exact {
        return prove(arguments);
    }
    let mut out =
        arguments.output.create(Written::json_or_text(arguments.output.is_json(arguments.json)))?;
    let offending = OffendingFile::new(arguments.offending.as_deref())?;
    if let Some(stated) = load_any_decay(&arguments.problem)? {
        return with_decay(arguments, &stated, offending, out);
    }
    let stated = load(&arguments.problem)?;
    let observer = TerminalObserver::new("checking points");
    let mut report = arguments.verifier().run(&stated, &observer)?;
    drop(observer);
    let verdict = offending.conclude(&mut report);
    if arguments.output.is_json(arguments.json) {
        report.write_json(&mut out)?;
    } else {
        report.write_table(&mut out, arguments.output.style())?;
    }
    out.finish()?;
    verdict
}

/// Verification with weight decay: of all families, or of the one asked for.
fn with_decay(
    arguments: &VerifyArguments,
    stated: &Stated,
    offending: OffendingFile<'_>,
    out: OutputFile,
) -> Result<(), Failure> {
    let of_strata = [
        arguments.stratum.as_ref().map(|_| "--stratum"),
        arguments.limit.map(|_| "--limit"),
        arguments.filter.first_given(),
    ];
    if let Some(option) = of_strata.into_iter().flatten().next() {
        return Err(anyhow!("{option} does not go with --decay: a family has no strata").into());
    }
    if arguments.descent_up_to.is_some() {
        return Err(anyhow!(
            "--descent-up-to does not go with --decay: no descent is searched for at its saddles"
        )
        .into());
    }
    let samples = arguments.samples.map_or(USUAL_DECAYED_POINTS, NonZeroUsize::get);
    let subset = arguments.subset.as_deref();
    let (seed, json) = (arguments.seed, arguments.output.is_json(arguments.json));
    match stated {
        Stated::Own(_) if arguments.offending.is_some() => Err(anyhow!(
            "--offending does not go with --decay on these data's own weights: represent writes points"
        )
        .into()),
        Stated::Own(own) => decay::own::verify(own, subset, samples, seed, json, out),
        Stated::Decayed(own) => decay::verify(own, subset, samples, seed, json, offending, out),
        Stated::Plain(_) => unreachable!("without decay nobody comes here"),
    }
}

/// The same by rational arithmetic.
fn prove(arguments: &VerifyArguments) -> Result<(), Failure> {
    let offending = arguments.offending.as_deref();
    let files = [arguments.certificates.as_deref(), offending];
    check_distinct([arguments.output.path()].into_iter().chain(files.into_iter().flatten()))?;
    let mut out =
        arguments.output.create(Written::json_or_text(arguments.output.is_json(arguments.json)))?;
    let mut certificates = CertificateFile::new(arguments.certificates.as_deref())?;
    let stated = load_exactly(&arguments.problem)?;
    let observer = TerminalObserver::new("proving");
    let certify = |point: &PointProved| certificates.add(&stated.problem, point);
    let mut report = arguments.verifier().prove(&stated, &observer, certify)?;
    drop(observer);
    certificates.finish(&mut report)?;
    let verdict = conclude(offending, &mut report);
    if arguments.output.is_json(arguments.json) {
        report.write_json(&mut out)?;
    } else {
        report.write_table(&mut out, arguments.output.style())?;
    }
    out.finish()?;
    verdict
}

impl VerifyArguments {
    fn verifier(&self) -> Verifier {
        Verifier {
            subset: self.subset.clone(),
            stratum: self.stratum.clone(),
            filter: self.filter.filter(),
            limit: self.limit,
            samples: self.samples,
            seed: self.seed,
            descent_up_to: self.descent_up_to.unwrap_or(Verifier::default().descent_up_to),
        }
    }
}
