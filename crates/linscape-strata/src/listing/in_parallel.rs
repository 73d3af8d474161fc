//! All strata of a family, on all cores and yet in order.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use linscape_critical::{Observer, Progress};
use rayon::prelude::*;

use crate::listing::{Counts, StrataBound, StrataTable};
use crate::{FamilyShape, ListedStratum, Strata, StrataFilter};

/// Most prefixes handed out at once, for each thread.
const PREFIXES_PER_THREAD: usize = 64;
/// Strata that may share a prefix: they are held in memory together.
const STRATA_PER_PREFIX: usize = 1024;
/// Pairs of layers, over all strata that share a prefix: what deep networks cost.
const LAYERS_PER_PREFIX: usize = 1 << 20;
/// Strata that a thread looks at between two calls of the observer.
const LOOKS_BETWEEN_CALLS: u64 = 1024;

/// Lists strata as [`Strata::matching`] does, in the same order, with the work of `render` spread
/// over rayon's threads: what `sink` receives does not depend on their number. `sink` is called on
/// this thread and stops the listing by [`ControlFlow::Break`], as the observer does on any; the
/// observer is told every thousand strata that were looked at, whether they meet the conditions or
/// not.
///
/// # Complexity
/// Memory for at most about `65,000` rendered strata a thread. The work begins with one part and
/// doubles, so that a listing that is stopped after a few strata has done little more.
///
/// # Examples
/// ```
/// use std::ops::ControlFlow;
/// use linscape_strata::{FamilyShape, StrataFilter, list_strata_in_parallel};
/// let shape = FamilyShape::leading([3, 3, 3, 3], 3, 1);
/// let mut keys = Vec::new();
/// let _ = list_strata_in_parallel(
///     &shape,
///     StrataFilter::default(),
///     &(),
///     |listed| listed.stratum.to_string(),
///     |key| {
///         keys.push(key);
///         if keys.len() == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
///     },
/// );
/// assert_eq!(keys.len(), 5);
/// assert_eq!(keys[0], "p0-3x2.b1-1x2,2-2x2");
/// ```
pub fn list_strata_in_parallel<T: Send>(
    shape: &FamilyShape,
    filter: StrataFilter,
    observer: &impl Observer,
    render: impl Fn(ListedStratum) -> T + Sync,
    mut sink: impl FnMut(T) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if shape.depth() == 1 && shape.unlearned() > 0 {
        return ControlFlow::Continue(());
    }
    let table = Arc::new(StrataTable::new(shape));
    let bound = StrataBound::of(shape, &filter);
    let split = prefix_length(&table);
    let looks = Looks { observer, looked: AtomicU64::new(0), stopped: AtomicBool::new(false) };
    let part = |start: Counts| {
        let range = split..table.free();
        let mut strata = Strata::within(Arc::clone(&table), (filter, bound), range, start);
        let mut rendered = Vec::new();
        for look in 1_u64.. {
            let Some(listed) = strata.look() else { break };
            rendered.extend(listed.map(&render));
            let is_due = look.is_multiple_of(LOOKS_BETWEEN_CALLS);
            if is_due && looks.add(LOOKS_BETWEEN_CALLS).is_break() {
                break;
            }
        }
        rendered
    };
    let mut batch = 1;
    let mut prefix = Some(table.start());
    while prefix.is_some() {
        let mut prefixes = Vec::with_capacity(batch);
        while let Some(mut counts) = prefix.take() {
            prefixes.push(counts.clone());
            prefix = table.advance(&mut counts, 0..split, &bound).then_some(counts);
            if prefixes.len() == batch {
                break;
            }
        }
        let looked_at = prefixes.len() as u64;
        let lists: Vec<Vec<T>> = prefixes.into_par_iter().map(part).collect();
        lists.into_iter().flatten().try_for_each(&mut sink)?;
        looks.add(looked_at)?;
        batch = (2 * batch).min(PREFIXES_PER_THREAD * rayon::current_num_threads());
    }
    ControlFlow::Continue(())
}

/// How many strata were looked at by all threads, and whether they are to stop.
struct Looks<'a, O> {
    observer: &'a O,
    looked: AtomicU64,
    stopped: AtomicBool,
}

impl<O: Observer> Looks<'_, O> {
    fn add(&self, number: u64) -> ControlFlow<()> {
        let done = self.looked.fetch_add(number, Ordering::Relaxed) + number;
        if self.stopped.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        let told = self.observer.advance(Progress { done, total: None });
        self.stopped.fetch_or(told.is_break(), Ordering::Relaxed);
        told
    }
}

/// How many free summands a prefix fixes: the others have few enough combinations.
fn prefix_length(table: &StrataTable) -> usize {
    let layers = table.depth * table.depth;
    let most = STRATA_PER_PREFIX.min(LAYERS_PER_PREFIX / layers).max(1);
    let mut combinations = 1_usize;
    let mut split = table.free();
    while split > 0 {
        combinations = combinations.saturating_mul(table.most(split - 1) + 1);
        if combinations > most {
            break;
        }
        split -= 1;
    }
    split
}
