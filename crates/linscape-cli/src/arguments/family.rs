//! One family of a problem.

use crate::arguments::{ProblemArguments, load, load_any_decay};
use linscape::{Stated, StatementError};

pub(crate) use linscape::StatedFamily;

/// A problem and the subset that a family has learned.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct FamilyArguments {
    #[command(flatten)]
    problem: ProblemArguments,
    /// The singular values learned, by 1-based index: 1,2 ('' for none), or as the outputs print them: {1-4,6}; with
    /// --decay `learned|passes`: 1,2|3
    #[arg(help_heading = "Family", long, value_name = "1,2", allow_hyphen_values = true)]
    subset: String,
}

impl FamilyArguments {
    /// The problem with weight decay, if it has some.
    pub(crate) fn any_decay(&self) -> Result<Option<Stated>, StatementError> {
        load_any_decay(&self.problem)
    }

    /// The subset or key as it was given.
    pub(crate) fn key(&self) -> &str {
        &self.subset
    }

    /// Reads the problem and checks the subset.
    pub(crate) fn load(&self) -> Result<StatedFamily, linscape::TaskError> {
        StatedFamily::new(load(&self.problem)?, &self.subset)
    }
}
