//! All strata of a family, one after the other.

use std::iter::FusedIterator;
use std::ops::Range;
use std::sync::Arc;

use crate::escape::leading_escape_order;
use crate::listing::{Counts, StrataBound, StrataTable};
use crate::{FamilyShape, StrataFilter, Stratum, StratumProfile};

/// A stratum with all its closed forms.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ListedStratum {
    /// The stratum.
    pub stratum: Stratum,
    /// Type, inertia, dimension and escape order.
    pub profile: StratumProfile,
}

/// Lists the strata of a family lazily.
///
/// # Order
/// The balanced stratum comes first. A stratum is determined by the counts of its summands other
/// than `(0,h)`, `[0,0]`, `[h,h]` and interior bars of length one; strata are listed in
/// lexicographic order of these counts, taken in the order of [`Summand`](crate::Summand). The
/// order depends on widths, `s` and `r` alone, not on which modes are learned.
///
/// # Edge cases
/// One layer (`h = 1`) has one stratum if every mode is learned, and otherwise none: there is no
/// such critical point.
///
/// # Complexity
/// Memory quadratic in the depth, and for a table of the first steps its fourth power up to depth
/// 32; time per stratum quadratic in the depth, whatever the widths. Conditions on type, index or
/// escape order cut off branches in which no stratum can meet them.
///
/// # Examples
/// ```
/// use linscape_strata::{FamilyShape, Strata};
/// let shape = FamilyShape::leading([2, 1, 1, 2], 2, 0);
/// let keys: Vec<_> = Strata::of(&shape).map(|listed| listed.stratum.to_string()).collect();
/// assert_eq!(keys[..2], ["p0-3x2.b1-1,2-2", "p0-3x2.b1-2"]);
/// assert_eq!(keys.len(), 5);
/// ```
///
/// Source: `docs/theory.md`, "Strata".
#[derive(Debug, Clone)]
pub struct Strata {
    table: Arc<StrataTable>,
    filter: StrataFilter,
    bound: StrataBound,
    range: Range<usize>,
    next: Option<Counts>,
}

impl Strata {
    /// All strata of a family.
    ///
    /// # Panics
    /// When more modes are learned than a layer or the data has room for.
    #[must_use]
    pub fn of(shape: &FamilyShape) -> Self {
        Self::matching(shape, StrataFilter::default())
    }

    /// The strata of a family that meet the conditions, in the same order.
    ///
    /// # Panics
    /// As [`Strata::of`].
    #[must_use]
    pub fn matching(shape: &FamilyShape, filter: StrataFilter) -> Self {
        let table = StrataTable::new(shape);
        let exists = shape.depth() > 1 || shape.unlearned() == 0;
        let next = exists.then(|| table.start());
        let bound = StrataBound::of(shape, &filter);
        Self { range: 0..table.free(), table: Arc::new(table), filter, bound, next }
    }

    /// The strata that share the counts of the free summands outside a range with `start`, where
    /// those of the range are zero.
    pub(crate) fn within(
        table: Arc<StrataTable>,
        (filter, bound): (StrataFilter, StrataBound),
        range: Range<usize>,
        start: Counts,
    ) -> Self {
        Self { table, filter, bound, range, next: Some(start) }
    }

    /// Looks at one more stratum, which is listed only if the conditions hold for it. `None` after
    /// the last. For those who want to stop a long search.
    pub fn look(&mut self) -> Option<Option<ListedStratum>> {
        let mut counts = self.next.take()?;
        let listed = self.listed(&counts);
        if self.table.advance(&mut counts, self.range.clone(), &self.bound) {
            self.next = Some(counts);
        }
        Some(listed)
    }

    fn listed(&self, counts: &Counts) -> Option<ListedStratum> {
        let mut built = None;
        let profile = self.table.constants.profile(self.table.meetings(counts), || {
            leading_escape_order(built.insert(self.table.stratum(counts)), self.table.depth)
        });
        self.filter.accepts(&profile).then(|| ListedStratum {
            stratum: built.unwrap_or_else(|| self.table.stratum(counts)),
            profile,
        })
    }
}

impl Iterator for Strata {
    type Item = ListedStratum;

    fn next(&mut self) -> Option<ListedStratum> {
        loop {
            if let Some(listed) = self.look()? {
                return Some(listed);
            }
        }
    }
}

impl FusedIterator for Strata {}
