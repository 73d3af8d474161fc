//! Which families a landscape lists, and where they stand in the order of all.

use crate::{Family, Fiber};
use linscape_critical::{
    CriticalValue, CriticalValues, Direction, Families, Observer, Problem, Progress,
    SingularSubset, Tolerance, ValuesError, family_count,
};
use linscape_strata::{BalancedClassification, FamilyStrata};
use num_bigint::BigUint;
use num_traits::ToPrimitive;
use rayon::prelude::*;
use std::collections::HashMap;

/// Positions are found up to here even when fewer families are listed, so that identifiers of the
/// greedy path do not depend on the limit.
pub(crate) const LOCATED: usize = 1 << 16;

/// Largest position that is an identifier: whole numbers up to here are doubles too.
const LARGEST_POSITION: i64 = 1 << 52;

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
    /// Classified while the list grows, so that whoever stops it waits for nothing.
    families: Vec<Family>,
    /// Those that are not yet.
    entries: Vec<Entry>,
    fibers: Vec<Fiber>,
    /// The steps of the greedy path that the values so far do not hold, the lowest at the end.
    ahead: Vec<SingularSubset>,
    tolerance: Option<Tolerance>,
    /// Loss of the last group's first member.
    last: Option<f64>,
    /// Families of the values so far.
    seen: BigUint,
}

impl Listing {
    /// The `limit` lowest families and the greedy path.
    ///
    /// # Errors
    /// When the families of a value are too many to count.
    pub(crate) fn new(
        problem: &Problem,
        limit: usize,
        observer: &impl Observer,
    ) -> Result<Self, ValuesError> {
        let mut walk = Walk {
            problem,
            limit,
            families: Vec::new(),
            entries: Vec::new(),
            fibers: Vec::new(),
            ahead: problem.ranks().map(|rank| problem.leading(rank)).collect(),
            tolerance: problem.tolerance().copied(),
            last: None,
            seen: BigUint::ZERO,
        };
        let mut values = CriticalValues::new(problem, Direction::Lowest, observer);
        let (mut position, mut groups, mut interrupted) = (0_usize, 0_i64, false);
        let mut next_call = 0;
        while position < limit.max(LOCATED) {
            if position >= next_call {
                next_call = position + FAMILIES_BETWEEN_CALLS;
                walk.classify();
                let progress =
                    Progress { done: position as u64, total: Some(limit.max(LOCATED) as u64) };
                if observer.advance(progress).is_break() {
                    interrupted = true;
                    break;
                }
            }
            let value = match values.next() {
                None => break,
                Some(Err(ValuesError::Interrupted)) => {
                    interrupted = true;
                    break;
                }
                Some(value) => value?,
            };
            // After a crowd nothing is located.
            let size = value.families.number().to_usize().unwrap_or(usize::MAX);
            walk.visit(value, position, groups);
            position = position.saturating_add(size);
            groups += 1;
        }
        let exhausted = !interrupted && walk.seen == family_count(problem);
        if !interrupted {
            walk.add_unlocated();
        }
        walk.classify();
        Ok(Self {
            families: walk.families,
            fibers: walk.fibers,
            critical_values: exhausted.then_some(groups.unsigned_abs()),
            tolerance: walk.tolerance,
            interrupted,
        })
    }
}

impl Walk<'_> {
    /// Takes the families of one critical value that are wanted.
    fn visit(&mut self, value: CriticalValue, position: usize, group: i64) {
        self.record_gaps(&value);
        let CriticalValue { loss, exact_loss, families } = value;
        self.seen += families.number();
        let lowest = families.first(self.limit.saturating_sub(position));
        let wanted = (0..).zip(lowest).chain(self.leading_of(&families));
        let mut wanted: Vec<(i64, SingularSubset)> = wanted.collect();
        wanted.sort_by_key(|&(at, _)| at);
        wanted.dedup_by_key(|&mut (at, _)| at);
        let mut listed = Vec::new();
        for (at, subset) in wanted {
            let id = i64::try_from(position).unwrap_or(i64::MAX).saturating_add(at);
            listed.push(id);
            self.entries.push(Entry { id, subset, fiber: group });
        }
        if !listed.is_empty() {
            self.fibers.push(Fiber { id: group, loss, exact_loss, families: listed });
        }
    }

    /// The steps of the greedy path among the families of one value, with their positions among
    /// them. In a crowd the number of those before may be no identifier.
    ///
    /// Along the path the loss falls with the rank, and values come in increasing order: whatever is ahead of
    /// this value starts with its own steps.
    fn leading_of(&mut self, families: &Families) -> Vec<(i64, SingularSubset)> {
        let mut located = Vec::new();
        while let Some(at) = self.ahead.last().and_then(|lowest| families.position(lowest)) {
            let subset = self.ahead.pop();
            let at = at.to_i64().filter(|&at| at <= LARGEST_POSITION);
            located.extend(at.zip(subset));
        }
        located
    }

    /// Remembers how close neighbouring values and the members of a group came.
    fn record_gaps(&mut self, value: &CriticalValue) {
        let Some(tolerance) = &mut self.tolerance else { return };
        let scale = self.problem.signal_energy();
        if let Some(last) = self.last.replace(value.loss) {
            tolerance.coincident.remember((value.loss - last) / scale, true);
        }
        let mut record = |subset: &SingularSubset| {
            let within = (self.problem.loss(subset) - value.loss) / scale;
            tolerance.coincident.remember(within, false);
        };
        match value.families.as_list() {
            Some(families) => families.iter().skip(1).for_each(&mut record),
            None => value.families.extremes().iter().for_each(&mut record),
        }
    }

    /// Adds the steps of the greedy path that lie too far up to be located.
    fn add_unlocated(&mut self) {
        for rank in self.problem.ranks().rev() {
            let subset = self.problem.leading(rank);
            let listed = self.families.iter().map(|family| &family.subset);
            let mut listed = listed.chain(self.entries.iter().map(|entry| &entry.subset));
            if listed.any(|other| *other == subset) {
                continue;
            }
            let id = -1 - i64::try_from(rank).unwrap_or(i64::MAX - 1);
            let CriticalValue { loss, exact_loss, .. } =
                CriticalValue::of(self.problem, vec![subset.clone()]);
            self.fibers.push(Fiber { id, loss, exact_loss, families: vec![id] });
            self.entries.push(Entry { id, subset, fiber: id });
        }
    }

    /// Says what the families on the list are, those that it does not say yet.
    fn classify(&mut self) {
        let problem = self.problem;
        let family = |entry: Entry| Family {
            id: entry.id,
            loss: problem.loss(&entry.subset),
            exact_loss: problem.exact_loss(&entry.subset),
            balanced: BalancedClassification::new(problem, &entry.subset),
            strata: FamilyStrata::default(),
            subset: entry.subset,
            fiber: entry.fiber,
        };
        self.families.par_extend(std::mem::take(&mut self.entries).into_par_iter().map(family));
    }
}

/// Where each listed family stands in the list.
pub(crate) fn index_by_subset(families: &[Family]) -> HashMap<&SingularSubset, usize> {
    families.iter().enumerate().map(|(at, family)| (&family.subset, at)).collect()
}
