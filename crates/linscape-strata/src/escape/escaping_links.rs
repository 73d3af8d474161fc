//! The coordinates along which a mode escapes where the Hessian is silent about it.

use crate::escape::{BarKind, ShortestWays, alive};
use crate::{FamilyShape, Stratum};
use linscape_critical::EscapeOrder;
use num_bigint::BigUint;

/// The links of all shortest paths of escape from a stratum, where no negative eigenvalue of the
/// Hessian comes from unlearned modes: the directions along which a mode is learned all the same.
///
/// Take the bases of the bars as coordinates: an entry of `W_i` is then a link of layer `i`. To
/// lowest degree in the entries, a path of the mode `l` adds the monomial
///
/// ```text
/// −σ_l Π_{links of the path} (entry of the link)
/// ```
///
/// to the loss, up to a positive factor for the scale of the bases. Entries on no shortest path
/// occur in no such monomial: while all the entries counted here stay zero, no mode is learned at
/// this order.
///
/// Source: `docs/theory.md`, "Stable, centre and unstable directions".
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EscapingLinks {
    /// The degree of the fall, at least 3.
    pub order: EscapeOrder,
    /// How many entries lie on a shortest path. All of them are null directions of the Hessian.
    pub coordinates: usize,
    /// How many entries between an input-null and an output-null bar the paths use as well: stable
    /// directions, which follow the others. 0 unless the order is 4.
    pub across_null: usize,
    /// How many shortest paths there are: monomials in the entries.
    pub paths: BigUint,
}

impl Stratum {
    /// The links of all shortest paths of escape, of one mode or another.
    ///
    /// # Edge cases
    /// `None` where no mode can be learned (a global minimum, or a layer filled by the learned
    /// modes), and where the Hessian has negative eigenvalues from unlearned modes alone. Swaps,
    /// which need a learned mode, do not count: at a family that is not leading this is the way
    /// out that its negative eigenvalues do not show.
    ///
    /// # Complexity
    /// For each kind of unlearned pair, the sum over the layers of the squares of the numbers of
    /// kinds of bars alive there; widths do not matter.
    ///
    /// # Examples
    /// Widths 2,2,2,2, nothing learned: all twelve entries, and two modes through one of two units
    /// in either hidden layer.
    /// ```
    /// use linscape_strata::{FamilyShape, Stratum};
    /// let shape = FamilyShape::leading([2, 2, 2, 2], 2, 0);
    /// let links = Stratum::balanced(&shape).escaping_links(&shape).ok_or("a saddle")?;
    /// assert_eq!((links.order.degree(), links.coordinates, links.paths), (3, 12, 8_u32.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn escaping_links(&self, shape: &FamilyShape) -> Option<EscapingLinks> {
        let depth = shape.depth();
        let kinds = BarKind::of(self, depth);
        let mirrored: Vec<_> = kinds.iter().map(|kind| kind.mirrored(depth)).collect();
        let ways: Vec<ShortestWays> = self
            .unlearned()
            .map(|(pair, copies)| ShortestWays::of(&kinds, &mirrored, depth, pair, copies))
            .collect();
        let degree = ways.iter().filter_map(|ways| ways.degree).min()?;
        if degree == EscapeOrder::QUADRATIC.degree() {
            return None;
        }
        let mut links = EscapingLinks {
            order: EscapeOrder::new(degree),
            coordinates: 0,
            across_null: 0,
            paths: ways.iter().map(|ways| ways.paths(degree)).sum(),
        };
        let layers: Vec<_> = (0..=depth).map(|layer| alive(&kinds, layer)).collect();
        let steps = (1..=depth).flat_map(|layer| {
            let (before, here) = (&layers[layer - 1], &layers[layer]);
            before.iter().flat_map(move |&from| here.iter().map(move |&to| (layer, from, to)))
        });
        for (layer, from, to) in steps.filter(|&(_, from, to)| from != to) {
            let across_null = kinds[from].crosses_null_to(&kinds[to]);
            if ways.iter().any(|ways| ways.uses(degree, layer, from, to, across_null)) {
                let entries = kinds[from].copies * kinds[to].copies;
                if across_null {
                    links.across_null += entries;
                } else {
                    links.coordinates += entries;
                }
            }
        }
        Some(links)
    }
}
