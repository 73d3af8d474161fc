//! The order in which families are visited, beside the one that theory expects.

use linscape_critical::Problem;
use linscape_flow::Visit;

/// The greedy path: the subsets expected from generic small weights. Equal singular values are learned
/// together.
pub(crate) fn greedy_path(problem: &Problem) -> Vec<Vec<usize>> {
    let multiplicities = problem.spectrum().multiplicities();
    let ranks = problem.ranks().filter(|&rank| is_expected(problem, rank));
    ranks.map(|rank| problem.leading(rank).indices(multiplicities)).collect()
}

/// Whether the leading subset of a rank holds equal singular values all or not at all, or no larger one
/// exists.
fn is_expected(problem: &Problem, rank: usize) -> bool {
    let multiplicities = problem.spectrum().multiplicities();
    let leading = problem.leading(rank);
    let whole = |(&count, &all): (&usize, &usize)| count == 0 || count == all;
    rank == problem.maximal_rank() || leading.counts().iter().zip(multiplicities).all(whole)
}

/// How visits compare with the greedy path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitOrder {
    /// They are its beginning, or all of it.
    Greedy,
    /// In its order, but some of its families were not visited.
    Consistent {
        /// Those.
        passed_over: Vec<Vec<usize>>,
    },
    /// In another order, or elsewhere.
    Other,
}

impl VisitOrder {
    /// Of visits, those of one family in a row merged; among equal singular values the flow may stop or
    /// not. `None` when they do not begin at `∅`.
    pub(crate) fn of(problem: &Problem, visits: &[Visit]) -> Option<Self> {
        if visits.first()?.subset.rank() != 0 {
            return None;
        }
        let multiplicities = problem.spectrum().multiplicities();
        let mut passed_over = Vec::new();
        for pair in visits.windows(2) {
            let (last, rank) = (pair[0].subset.rank(), pair[1].subset.rank());
            if rank <= last || pair[1].subset != problem.leading(rank) {
                return Some(Self::Other);
            }
            let between = (last + 1..rank).filter(|&rank| is_expected(problem, rank));
            passed_over.extend(between.map(|rank| problem.leading(rank).indices(multiplicities)));
        }
        Some(if passed_over.is_empty() { Self::Greedy } else { Self::Consistent { passed_over } })
    }

    /// Its name in JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Greedy => "greedy",
            Self::Consistent { .. } => "consistent",
            Self::Other => "other",
        }
    }

    /// The families of the greedy path that were passed over on the way.
    #[must_use]
    pub fn passed_over(&self) -> &[Vec<usize>] {
        match self {
            Self::Consistent { passed_over } => passed_over,
            Self::Greedy | Self::Other => &[],
        }
    }
}
