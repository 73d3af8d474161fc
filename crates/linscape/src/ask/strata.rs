//! The strata of a family, within limits.

use crate::{Limit, StatedFamily};
use linscape_critical::{Observer, Progress};
use linscape_strata::{Components, ListedStratum, StrataFilter, list_strata_in_parallel};
use num_bigint::BigUint;
use std::ops::ControlFlow;

/// Most strata that are listed unless a limit is given.
const LARGEST_UNLIMITED: u64 = 100_000;

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
    /// Some of those asked for were left out.
    pub truncated: bool,
    /// The observer stopped the listing.
    pub interrupted: bool,
}

/// Renders the strata that are wanted, in order, until the limit or an interruption. `total` is the
/// number of strata of the family, where it is known.
///
/// # Errors
/// [`Limit`] when there is no limit and the family has too many strata.
pub fn gather_strata<R: Send>(
    family: &StatedFamily,
    wanted: StrataWanted,
    total: Option<&BigUint>,
    observer: &impl Observer,
    render: impl Fn(&ListedStratum) -> R + Sync,
) -> Result<StrataListing<R>, Limit> {
    let StrataWanted { filter, limit } = wanted;
    // Components are found without visiting the other strata.
    let few = total.is_some_and(|total| *total <= BigUint::from(LARGEST_UNLIMITED));
    if limit.is_none() && !few && !filter.morse_bott {
        let total = total.map_or_else(|| "uncounted".to_owned(), ToString::to_string);
        return Err(Limit::Strata { total, most: LARGEST_UNLIMITED });
    }
    let limit = limit.unwrap_or(usize::MAX);
    let mut listing = StrataListing { rendered: Vec::new(), truncated: false, interrupted: false };
    let mut take = |rendered: R| {
        if listing.rendered.len() == limit {
            listing.truncated = true;
            return ControlFlow::Break(());
        }
        listing.rendered.push(rendered);
        let done = listing.rendered.len() as u64;
        if done.is_multiple_of(4096) && observer.advance(Progress { done, total: None }).is_break()
        {
            listing.interrupted = true;
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    if filter.morse_bott {
        let wanted = Components::of(&family.shape).filter(|listed| filter.accepts(&listed.profile));
        for listed in wanted {
            if take(render(&listed)).is_break() {
                break;
            }
        }
    } else {
        let _ = list_strata_in_parallel(&family.shape, filter, |listed| render(&listed), take);
    }
    Ok(listing)
}
