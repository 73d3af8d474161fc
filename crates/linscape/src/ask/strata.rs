//! The strata of a family, within limits.

use crate::{Limit, StatedFamily};
use linscape_critical::{Observer, Progress};
use linscape_formats::StratumRecord;
use linscape_strata::{
    Components, CountError, ListedStratum, StrataFilter, StratumCounts, list_strata_in_parallel,
    stratum_count,
};
use num_bigint::BigUint;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Most strata that are listed unless a limit is given.
const LARGEST_UNLIMITED: u64 = 100_000;

/// Strata that are looked at after the limit is reached, to find out whether another one meets the
/// conditions.
const LOOKAHEAD: u64 = 1 << 18;

/// Which strata of a family are listed.
#[derive(Debug, Clone, Copy, Default)]
pub struct StrataWanted {
    /// Conditions; all given ones must hold.
    pub filter: StrataFilter,
    /// The first so many only.
    pub limit: Option<usize>,
}

/// Strata as they were rendered, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct StrataListing<R> {
    /// One for each stratum.
    pub rendered: Vec<R>,
    /// Number of strata of the family, whether they meet the conditions or not; `None` where
    /// counting would take too much memory.
    pub total: Option<BigUint>,
    /// The limit ended the listing: another stratum meets the conditions, or none of the next
    /// quarter of a million does and it is not known whether any follows.
    pub truncated: bool,
    /// The observer stopped the listing.
    pub interrupted: bool,
}

/// The strata of a family by type, counted and not listed; `None` when the observer stopped the count.
///
/// # Errors
/// [`Limit`] when counting would take too much memory.
///
/// # Examples
/// ```
/// use linscape::{ProblemOptions, StatedFamily, count_strata};
/// let options = ProblemOptions {
///     sigma: Some("2,1".to_owned()),
///     widths: Some("2,2,2,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let family = StatedFamily::new(options.state()?, "1")?;
/// let counts = count_strata(&family, &())?.ok_or("stopped")?;
/// assert_eq!(counts.total(), 4_u32.into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn count_strata(
    family: &StatedFamily,
    observer: &impl Observer,
) -> Result<Option<StratumCounts>, Limit> {
    match StratumCounts::watched(&family.shape, observer) {
        Err(CountError::Interrupted) => Ok(None),
        counts => Ok(Some(counts?)),
    }
}

/// The strata as [`gather_strata`] lists them, each as the record of `linscape.strata/1`.
///
/// # Errors
/// Those of [`gather_strata`].
pub fn gather_strata_records(
    family: &StatedFamily,
    wanted: StrataWanted,
    observer: &impl Observer,
) -> Result<StrataListing<String>, Limit> {
    let render = |listed: &ListedStratum| {
        serde_json::to_string(&StratumRecord::new(listed, &family.shape)).unwrap_or_default()
    };
    gather_strata(family, wanted, observer, render)
}

impl StrataListing<String> {
    /// Writes records as `linscape.strata/1`.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_json(&self, family: &StatedFamily, out: impl Write) -> io::Result<()> {
        let header = family.strata_of(self.total.as_ref());
        header.write_json(out, &self.rendered, self.truncated, self.interrupted)
    }
}

/// Counts the strata of a family and renders those that are wanted, in order, until the limit or an
/// interruption.
///
/// # Errors
/// [`Limit`] when there is no limit and the family has too many strata.
pub fn gather_strata<R: Send>(
    family: &StatedFamily,
    wanted: StrataWanted,
    observer: &impl Observer,
    render: impl Fn(&ListedStratum) -> R + Sync,
) -> Result<StrataListing<R>, Limit> {
    let mut listing =
        StrataListing { rendered: Vec::new(), total: None, truncated: false, interrupted: false };
    let count = stratum_count(&family.shape, observer);
    if count == Err(CountError::Interrupted) {
        listing.interrupted = true;
        return Ok(listing);
    }
    listing.total = count.ok();
    let StrataWanted { filter, limit } = wanted;
    // Components are found without visiting the other strata.
    let few = listing.total.as_ref().is_some_and(|total| *total <= LARGEST_UNLIMITED.into());
    if limit.is_none() && !few && !filter.morse_bott {
        let total = listing.total.map_or_else(|| "uncounted".to_owned(), |total| total.to_string());
        return Err(Limit::Strata { total, most: LARGEST_UNLIMITED });
    }
    let limit = limit.unwrap_or(usize::MAX);
    let patience = Patience { observer, full: AtomicBool::new(false), since: AtomicU64::new(0) };
    let take = |rendered: R| {
        if listing.rendered.len() == limit {
            listing.truncated = true;
            return ControlFlow::Break(());
        }
        listing.rendered.push(rendered);
        patience.full.store(listing.rendered.len() == limit, Ordering::Relaxed);
        ControlFlow::Continue(())
    };
    let ended = if filter.morse_bott {
        components(family, filter, &patience, render, take)
    } else {
        list_strata_in_parallel(&family.shape, filter, &patience, |listed| render(&listed), take)
    };
    if ended.is_break() && !listing.truncated {
        let is_full = patience.full.load(Ordering::Relaxed);
        (listing.truncated, listing.interrupted) = (is_full, !is_full);
    }
    Ok(listing)
}

/// The components among the strata, one after the other.
fn components<R>(
    family: &StatedFamily,
    filter: StrataFilter,
    observer: &impl Observer,
    render: impl Fn(&ListedStratum) -> R,
    mut take: impl FnMut(R) -> ControlFlow<()>,
) -> ControlFlow<()> {
    /// Strata that are looked at between two calls of the observer.
    const BETWEEN_CALLS: u64 = 64;
    let mut search = Components::of(&family.shape);
    for done in 0.. {
        if done % BETWEEN_CALLS == 0 {
            observer.advance(Progress { done, total: None })?;
        }
        let Some(looked) = search.look() else { break };
        if let Some(listed) = looked.filter(|listed| filter.accepts(&listed.profile)) {
            take(render(&listed))?;
        }
    }
    ControlFlow::Continue(())
}

/// Passes on what an observer says and, once the limit is reached, stops a search in which nothing
/// more turns up.
struct Patience<'a, O> {
    observer: &'a O,
    full: AtomicBool,
    /// Strata that had been looked at when the limit was reached.
    since: AtomicU64,
}

impl<O: Observer> Observer for Patience<'_, O> {
    fn advance(&self, progress: Progress) -> ControlFlow<()> {
        if !self.full.load(Ordering::Relaxed) {
            self.since.store(progress.done, Ordering::Relaxed);
        } else if progress.done.saturating_sub(self.since.load(Ordering::Relaxed)) > LOOKAHEAD {
            return ControlFlow::Break(());
        }
        self.observer.advance(progress)
    }
}
