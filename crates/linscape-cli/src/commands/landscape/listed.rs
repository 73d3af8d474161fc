//! What `report`, `dump`, `graph` and `view` have in common: a problem and its landscape.

use crate::arguments::{
    ProblemArguments, StatedProblem, load, load_any_decay, load_decayed, with_problem_of,
};
use crate::terminal::{Failure, TerminalObserver};
use linscape::{Stated, StatedDecay, list_landscape};
use linscape_critical::family_count;
use linscape_quotient::{LARGEST_UNLIMITED, Landscape};
use serde_json::Value;
use std::num::NonZeroUsize;
use std::path::Path;

/// A problem and how much of its landscape to list.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct LandscapeArguments {
    #[command(flatten)]
    problem: ProblemArguments,
    /// List the K lowest families (and the greedy path) only
    #[arg(help_heading = "Output", long, value_name = "K")]
    limit: Option<NonZeroUsize>,
}

/// A landscape and where it came from.
pub(crate) struct ListedLandscape {
    pub(crate) landscape: Landscape,
    pub(crate) stated: StatedProblem,
}

impl ListedLandscape {
    fn with_strata(self) -> Self {
        let observer = TerminalObserver::new("counting strata");
        Self { landscape: self.landscape.with_strata(&observer), ..self }
    }

    /// Provenance of the problem.
    pub(crate) fn source(&self) -> Option<&Value> {
        self.stated.source.as_ref()
    }
}

impl LandscapeArguments {
    /// The problem with weight decay, if it has some, and how many families to list.
    pub(crate) fn decayed(&self) -> Result<Option<(StatedDecay, Option<usize>)>, Failure> {
        let stated = load_decayed(&self.problem)?;
        Ok(stated.map(|stated| (stated, self.limit.map(NonZeroUsize::get))))
    }

    /// The problem with weight decay, whatever is known of it, and how many points to list.
    pub(crate) fn any_decay(&self) -> Result<Option<(Stated, Option<usize>)>, Failure> {
        let stated = load_any_decay(&self.problem)?;
        Ok(stated.map(|stated| (stated, self.limit.map(NonZeroUsize::get))))
    }

    /// Reads the problem and lists its landscape, without strata: no table shows them.
    pub(crate) fn list(&self) -> Result<ListedLandscape, Failure> {
        let stated = load(&self.problem)?;
        Self::list_up_to(stated, self.limit.map(NonZeroUsize::get))
    }

    /// The same for people: of more families than are listed unasked, the lowest.
    pub(crate) fn list_for_reading(&self) -> Result<ListedLandscape, Failure> {
        /// As many as a page has lines for, beside what stands above and below.
        const READ: usize = 20;
        let stated = load(&self.problem)?;
        let is_long = family_count(&stated.problem) > LARGEST_UNLIMITED.into();
        let limit = self.limit.map(NonZeroUsize::get).or(is_long.then_some(READ));
        Self::list_up_to(stated, limit)
    }

    /// The same with the strata counted, for documents.
    pub(crate) fn list_with_strata(&self) -> Result<ListedLandscape, Failure> {
        self.list().map(ListedLandscape::with_strata)
    }

    /// The same options; without a source, the problem is that of the trajectory.
    pub(crate) fn with_problem_of(&self, trajectory: &Path) -> Self {
        Self { problem: with_problem_of(trajectory, &self.problem), ..self.clone() }
    }

    /// The problem, and how many families to list: for who lists them.
    pub(crate) fn stated(&self) -> Result<(StatedProblem, Option<usize>), Failure> {
        Ok((load(&self.problem)?, self.limit.map(NonZeroUsize::get)))
    }

    /// The options of the problem, which is stated for who will state it again.
    pub(crate) fn checked(&self) -> Result<&ProblemArguments, Failure> {
        self.problem.state_either()?;
        Ok(&self.problem)
    }

    fn list_up_to(stated: StatedProblem, limit: Option<usize>) -> Result<ListedLandscape, Failure> {
        let observer = TerminalObserver::new("listing families");
        let landscape = list_landscape(&stated, limit, &observer)?;
        Ok(ListedLandscape { landscape, stated })
    }
}

/// The outcome of a command whose listing may have been interrupted.
pub(crate) fn finished(landscape: &Landscape) -> Result<(), Failure> {
    if landscape.is_interrupted() { Err(Failure::Interrupted) } else { Ok(()) }
}
