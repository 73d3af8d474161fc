//! All strata of a family, on all cores and yet in order.

use std::ops::ControlFlow;
use std::sync::Arc;

use rayon::prelude::*;

use crate::listing::StrataTable;
use crate::{FamilyShape, ListedStratum, Strata, StrataFilter};

/// Prefixes handed out at once, for each thread.
const PREFIXES_PER_THREAD: usize = 64;
/// Strata that may share a prefix: they are held in memory together.
const STRATA_PER_PREFIX: usize = 1024;

/// Lists strata as [`Strata::matching`] does, in the same order, with the work of `render` spread
/// over rayon's threads: what `sink` receives does not depend on their number. `sink` is called on
/// this thread and stops the listing by [`ControlFlow::Break`].
///
/// # Complexity
/// Memory for at most about `65,000` rendered strata a thread.
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
    render: impl Fn(ListedStratum) -> T + Sync,
    mut sink: impl FnMut(T) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if shape.depth() == 1 && shape.unlearned() > 0 {
        return ControlFlow::Continue(());
    }
    let table = Arc::new(StrataTable::new(shape));
    let split = prefix_length(&table);
    let batch = PREFIXES_PER_THREAD * rayon::current_num_threads();
    let mut prefix = Some(table.start());
    while prefix.is_some() {
        let mut prefixes = Vec::with_capacity(batch);
        while let Some(mut counts) = prefix.take() {
            prefixes.push(counts.clone());
            prefix = table.advance(&mut counts, 0..split).then_some(counts);
            if prefixes.len() == batch {
                break;
            }
        }
        let lists: Vec<Vec<T>> = prefixes
            .into_par_iter()
            .map(|start| {
                let range = split..table.free();
                Strata::within(Arc::clone(&table), filter, range, start).map(&render).collect()
            })
            .collect();
        lists.into_iter().flatten().try_for_each(&mut sink)?;
    }
    ControlFlow::Continue(())
}

/// How many free summands a prefix fixes: the others have few enough combinations.
fn prefix_length(table: &StrataTable) -> usize {
    let mut combinations = 1_usize;
    let mut split = table.free();
    while split > 0 {
        combinations = combinations.saturating_mul(table.most(split - 1) + 1);
        if combinations > STRATA_PER_PREFIX {
            break;
        }
        split -= 1;
    }
    split
}
