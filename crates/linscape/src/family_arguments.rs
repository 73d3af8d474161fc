//! One family of a problem.

use crate::problem_arguments::{ProblemArguments, StatedProblem};
use anyhow::{Context, Result, anyhow};
use linscape_critical::{Problem, SingularSubset};
use linscape_curvature::{FamilyShape, Stratum};

/// A problem and the subset that a family has learned.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct FamilyArguments {
    #[command(flatten)]
    problem: ProblemArguments,
    /// The singular values learned, by 1-based index: 1,2 ('' for none)
    #[arg(help_heading = "Family", long, value_name = "1,2", allow_hyphen_values = true)]
    subset: String,
}

/// A family with everything its strata depend on.
#[derive(Debug)]
pub(crate) struct StatedFamily {
    pub(crate) stated: StatedProblem,
    pub(crate) subset: SingularSubset,
    pub(crate) shape: FamilyShape,
}

impl FamilyArguments {
    /// Reads the problem and checks the subset.
    pub(crate) fn load(&self) -> Result<StatedFamily> {
        let stated = self.problem.load()?;
        let subset = parse_subset(&stated.problem, &self.subset)?;
        let shape = FamilyShape::new(&stated.problem, &subset);
        Ok(StatedFamily { stated, subset, shape })
    }
}

/// Reads `--subset`.
pub(crate) fn parse_subset(problem: &Problem, text: &str) -> Result<SingularSubset> {
    let index = |part: &str| {
        let part = part.trim();
        part.parse::<usize>().map_err(|_| {
            anyhow!("--subset {text}: '{part}' is not an index; write whole numbers with commas, or '' for none")
        })
    };
    let indices = if text.trim().is_empty() {
        vec![]
    } else {
        text.split(',').map(index).collect::<Result<Vec<_>>>()?
    };
    problem.subset(&indices).with_context(|| format!("--subset {text}"))
}

/// Reads `--stratum` and checks that it is one of the family's.
pub(crate) fn parse_stratum(shape: &FamilyShape, key: &str) -> Result<Stratum> {
    let stratum: Stratum = key.parse().with_context(|| format!("--stratum {key}"))?;
    stratum.check(shape).with_context(|| format!("--stratum {key}"))?;
    Ok(stratum)
}
