//! The components of a family by dimension and inertia.

use std::collections::BTreeMap;

use crate::{Components, FamilyShape, ListedStratum};
use linscape_critical::Inertia;

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
        let mut counts: BTreeMap<_, ComponentKind> = BTreeMap::new();
        for ListedStratum { profile, .. } in Self::of(shape) {
            let (dimension, inertia) = (profile.dimension, profile.inertia);
            let key = (std::cmp::Reverse(dimension), inertia.negative, inertia.positive);
            let kind = ComponentKind { dimension, inertia, count: 0 };
            counts.entry(key).or_insert(kind).count += 1;
        }
        counts.into_values().collect()
    }
}
