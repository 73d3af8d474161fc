//! What `report`, `dump`, `graph` and `view` have in common: a problem and its landscape.

use crate::arguments::{ProblemArguments, StatedProblem, load};
use crate::terminal::{Failure, TerminalObserver};
use linscape::list_landscape;
use linscape_critical::family_count;
use linscape_quotient::Landscape;
use serde_json::Value;
use std::num::NonZeroUsize;

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
    /// Provenance of the problem.
    pub(crate) fn source(&self) -> Option<&Value> {
        self.stated.source.as_ref()
    }
}

impl LandscapeArguments {
    /// Reads the problem and lists its landscape.
    pub(crate) fn list(&self) -> Result<ListedLandscape, Failure> {
        let stated = load(&self.problem)?;
        Self::list_up_to(stated, self.limit.map(NonZeroUsize::get))
    }

    /// The same for a drawing of at most `most` families: of more, the `otherwise` lowest.
    pub(crate) fn list_for_drawing(
        &self,
        most: usize,
        otherwise: usize,
    ) -> Result<ListedLandscape, Failure> {
        let stated = load(&self.problem)?;
        let families = family_count(&stated.problem);
        let is_small = families <= most.into();
        let limit = match self.limit.map(NonZeroUsize::get) {
            Some(limit) if limit > most && !is_small => {
                return Err(Failure::Limit(format!(
                    "--limit {limit} of {families} families is more than the {most} that are drawn"
                )));
            }
            None if !is_small => Some(otherwise),
            given => given,
        };
        Self::list_up_to(stated, limit)
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
