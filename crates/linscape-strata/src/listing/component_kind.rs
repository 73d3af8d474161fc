//! The components of a family by dimension and inertia.

use std::collections::BTreeMap;

use crate::{Components, FamilyShape, ListedStratum};
use linscape_critical::{Inertia, Observer, Progress};

/// Components of one kind: all have the same dimension and inertia.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ComponentKind {
    /// Dimension of the component, which is its nullity.
    pub dimension: usize,
    /// Index, nullity and coindex at its generic points.
    pub inertia: Inertia,
    /// How many components there are of this kind.
    pub count: usize,
}

impl Components {
    /// The components of a family counted by dimension and inertia, in decreasing order of
    /// dimension, then in increasing order of index and coindex.
    ///
    /// # Examples
    /// Widths 2,1,1,2 at σ = (2,1), nothing learned:
    /// ```
    /// use linscape_strata::{Components, FamilyShape};
    /// let shape = FamilyShape::leading([2, 1, 1, 2], 2, 0);
    /// let dimensions: Vec<_> =
    ///     Components::kinds(&shape).iter().map(|kind| (kind.dimension, kind.count)).collect();
    /// assert_eq!(dimensions, [(3, 1), (1, 1)]);
    /// ```
    #[must_use]
    pub fn kinds(shape: &FamilyShape) -> Vec<ComponentKind> {
        Self::kinds_watched(shape, &()).unwrap_or_default()
    }

    /// The same for an observer; `None` when it stops.
    #[must_use]
    pub fn kinds_watched(
        shape: &FamilyShape,
        observer: &impl Observer,
    ) -> Option<Vec<ComponentKind>> {
        /// Strata that are looked at between two calls of the observer.
        const BETWEEN_CALLS: u64 = 256;
        let mut counts: BTreeMap<_, ComponentKind> = BTreeMap::new();
        let mut search = Self::of(shape);
        for done in 0_u64.. {
            if done.is_multiple_of(BETWEEN_CALLS) {
                observer.advance(Progress { done, total: None }).continue_value()?;
            }
            let Some(looked) = search.look() else { break };
            let Some(ListedStratum { profile, .. }) = looked else { continue };
            let (dimension, inertia) = (profile.dimension, profile.inertia);
            let key = (std::cmp::Reverse(dimension), inertia.negative, inertia.positive);
            let kind = ComponentKind { dimension, inertia, count: 0 };
            counts.entry(key).or_insert(kind).count += 1;
        }
        Some(counts.into_values().collect())
    }
}
