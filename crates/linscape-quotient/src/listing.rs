//! Which families a landscape lists, and where they stand in the order of all.

use crate::{Family, Fiber};
use linscape_critical::{
    CriticalValue, CriticalValues, Direction, Observer, Problem, Progress, SingularSubset,
    Tolerance,
};
use linscape_strata::{BalancedClassification, FamilyShape, RankStrata};
use rayon::prelude::*;
use std::collections::HashMap;

/// Positions are found up to here even when fewer families are listed, so that identifiers of the
/// greedy path do not depend on the limit.
pub(crate) const LOCATED: usize = 1 << 16;

/// How often the observer is told.
const FAMILIES_BETWEEN_CALLS: usize = 4096;

/// Families and fibers in the order of their loss.
pub(crate) struct Listing {
    pub(crate) families: Vec<Family>,
    pub(crate) fibers: Vec<Fiber>,
    /// Number of critical values, when all were seen.
    pub(crate) critical_values: Option<u64>,
    /// The problem's tolerance with the gaps that the listing met.
    pub(crate) tolerance: Option<Tolerance>,
    pub(crate) interrupted: bool,
}

/// A family on the list before it is classified.
struct Entry {
    id: i64,
    subset: SingularSubset,
    fiber: i64,
}

struct Walk<'p> {
    problem: &'p Problem,
    limit: usize,
    entries: Vec<Entry>,
    fibers: Vec<Fiber>,
    tolerance: Option<Tolerance>,
    /// Loss of the last group's first member.
    last: Option<f64>,
}

impl Listing {
    /// The `limit` lowest families and the greedy path.
    pub(crate) fn new(problem: &Problem, limit: usize, observer: &impl Observer) -> Self {
        let mut walk = Walk {
            problem,
            limit,
            entries: Vec::new(),
            fibers: Vec::new(),
            tolerance: problem.tolerance().copied(),
            last: None,
        };
        let mut values = CriticalValues::new(problem, Direction::Lowest);
        let (mut position, mut groups, mut interrupted) = (0_usize, 0_i64, false);
        let mut next_call = 0;
        while position < limit.max(LOCATED) {
            if position >= next_call {
                next_call = position + FAMILIES_BETWEEN_CALLS;
                let progress =
                    Progress { done: position as u64, total: Some(limit.max(LOCATED) as u64) };
                if observer.advance(progress).is_break() {
                    interrupted = true;
                    break;
                }
            }
            let Some(value) = values.next() else { break };
            let size = value.families.len();
            walk.visit(value, position, groups);
            position += size;
            groups += 1;
        }
        let exhausted = !interrupted && values.is_exhausted();
        if !interrupted {
            walk.add_unlocated();
        }
        Self {
            families: classify(problem, walk.entries),
            fibers: walk.fibers,
            critical_values: exhausted.then_some(groups.unsigned_abs()),
            tolerance: walk.tolerance,
            interrupted,
        }
    }
}

impl Walk<'_> {
    /// Takes the families of one critical value that are wanted.
    fn visit(&mut self, value: CriticalValue, position: usize, group: i64) {
        self.record_gaps(&value);
        let CriticalValue { loss, exact_loss, families } = value;
        let mut listed = Vec::new();
        for (at, subset) in (position..).zip(families) {
            if at < self.limit || self.problem.leading(subset.rank()) == subset {
                let id = i64::try_from(at).unwrap_or(i64::MAX);
                listed.push(id);
                self.entries.push(Entry { id, subset, fiber: group });
            }
        }
        if !listed.is_empty() {
            self.fibers.push(Fiber { id: group, loss, exact_loss, families: listed });
        }
    }

    /// Remembers how close neighbouring values and the members of a group came.
    fn record_gaps(&mut self, value: &CriticalValue) {
        let Some(tolerance) = &mut self.tolerance else { return };
        let scale = self.problem.signal_energy();
        if let Some(last) = self.last.replace(value.loss) {
            tolerance.coincident.separates((value.loss - last) / scale);
        }
        for subset in value.families.iter().skip(1) {
            let within = (self.problem.loss(subset) - value.loss) / scale;
            tolerance.coincident.separates(within);
        }
    }

    /// Adds the steps of the greedy path that lie too far up to be located.
    fn add_unlocated(&mut self) {
        for rank in self.problem.ranks().rev() {
            let subset = self.problem.leading(rank);
            if self.entries.iter().any(|entry| entry.subset == subset) {
                continue;
            }
            let id = -1 - i64::try_from(rank).unwrap_or(i64::MAX - 1);
            let CriticalValue { loss, exact_loss, .. } =
                CriticalValue::of(self.problem, vec![subset.clone()]);
            self.fibers.push(Fiber { id, loss, exact_loss, families: vec![id] });
            self.entries.push(Entry { id, subset, fiber: id });
        }
    }
}

fn classify(problem: &Problem, entries: Vec<Entry>) -> Vec<Family> {
    // Strata exist by rank: count them once for each.
    let mut by_rank: HashMap<usize, RankStrata> = HashMap::new();
    for entry in &entries {
        let shape = || FamilyShape::new(problem, &entry.subset);
        by_rank.entry(entry.subset.rank()).or_insert_with(|| RankStrata::of(&shape()));
    }
    let family = |entry: Entry| Family {
        id: entry.id,
        loss: problem.loss(&entry.subset),
        exact_loss: problem.exact_loss(&entry.subset),
        balanced: BalancedClassification::new(problem, &entry.subset),
        strata: by_rank[&entry.subset.rank()].family(&FamilyShape::new(problem, &entry.subset)),
        subset: entry.subset,
        fiber: entry.fiber,
    };
    entries.into_par_iter().map(family).collect()
}

/// Where each listed family stands in the list.
pub(crate) fn index_by_subset(families: &[Family]) -> HashMap<&SingularSubset, usize> {
    families.iter().enumerate().map(|(at, family)| (&family.subset, at)).collect()
}
