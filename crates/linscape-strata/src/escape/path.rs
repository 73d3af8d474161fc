//! Which weights have to change for the loss to fall fastest.

use crate::escape::ways::{Step, Ways, at_input, one_layer_on};
use crate::escape::{BarKind, Role};
use crate::{Bar, FamilyShape, ModePair, Stratum};
use linscape_critical::EscapeOrder;

/// A step from one bar to another: a change of `W_layer` that carries `from` in layer `layer − 1`
/// to `to` in layer `layer`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Link {
    /// The layer whose weights change, from 1.
    pub layer: usize,
    /// The bar that is left.
    pub from: Bar,
    /// The bar that is reached.
    pub to: Bar,
    /// A step from an input-null to an output-null bar, which the Hessian holds back: it costs as
    /// much as all other links together.
    pub across_null: bool,
}

/// A shortest path along which a mode escapes from a stratum: its links change the loss together,
/// and none of them alone does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EscapePath {
    /// The unlearned mode that escapes.
    pub pair: ModePair,
    /// The links, from the input on.
    pub links: Vec<Link>,
}

impl EscapePath {
    /// The degree at which the loss falls along this path.
    #[must_use]
    pub fn order(&self) -> EscapeOrder {
        let counted = self.links.iter().filter(|link| !link.across_null).count();
        EscapeOrder::new(if counted < self.links.len() { 2 * counted } else { counted })
    }
}

impl Stratum {
    /// A shortest path of escape from a stratum of a leading family: the first one found, from the
    /// input bar of an unlearned mode to the output bar of the same mode. None at a global minimum,
    /// and none for a family that is not leading, which escapes by swapping a learned mode.
    ///
    /// # Complexity
    /// Pairs × depth × the square of the distinct summands: for explaining single strata.
    ///
    /// # Examples
    /// One bar over both hidden layers of widths 1,1,1,1: two links, into it and out of it.
    /// ```
    /// use linscape_strata::{FamilyShape, Stratum};
    /// let shape = FamilyShape::leading([1, 1, 1, 1], 1, 0);
    /// let stratum: Stratum = "p0-3.b1-2".parse()?;
    /// let path = stratum.escape_path(&shape).ok_or("a saddle")?;
    /// assert_eq!(path.order().degree(), 2);
    /// assert_eq!((path.links[0].layer, path.links[1].layer), (1, 3));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: `docs/theory.md`, "Escape order".
    #[must_use]
    pub fn escape_path(&self, shape: &FamilyShape) -> Option<EscapePath> {
        self.escape_paths(shape, 1).into_iter().next()
    }

    /// Shortest paths of escape, at most `most` of every mode; see
    /// [`escape_path`](Self::escape_path), which is the first of them.
    ///
    /// # Complexity
    /// That of one path, times `most`.
    #[must_use]
    pub fn escape_paths(&self, shape: &FamilyShape, most: usize) -> Vec<EscapePath> {
        if most == 0 || !shape.is_leading() || shape.is_global_minimum() {
            return Vec::new();
        }
        let bars = BarKind::of(self, shape.depth());
        let modes = self.unlearned();
        let mut paths: Vec<EscapePath> =
            modes.flat_map(|(pair, _)| paths_of_mode(&bars, shape.depth(), pair, most)).collect();
        let least = paths.iter().map(EscapePath::order).min();
        paths.retain(|path| Some(path.order()) == least);
        paths
    }
}

/// Shortest ways, link by link; no more than `most`.
#[derive(Debug, Clone)]
struct Listed {
    ways: Vec<Vec<Link>>,
    most: usize,
}

impl Ways for Listed {
    fn length(&self) -> usize {
        self.ways[0].len()
    }

    fn longer(&self, step: &Step) -> Self {
        let Step { layer, across_null, .. } = *step;
        let link = Link { layer, from: step.from.bar, to: step.to.bar, across_null };
        let ways = self.ways.iter().map(|way| [&way[..], &[link]].concat()).collect();
        Self { ways, most: self.most }
    }

    fn join(&mut self, others: Self) {
        self.ways.extend(others.ways);
        self.ways.truncate(self.most);
    }
}

/// Shortest paths of a mode to its own output.
fn paths_of_mode(kinds: &[BarKind], depth: usize, pair: ModePair, most: usize) -> Vec<EscapePath> {
    let begun = Listed { ways: vec![Vec::new()], most };
    let mut ways = at_input(kinds, pair, &begun);
    for layer in 1..=depth {
        ways = one_layer_on(kinds, pair, &ways, layer);
    }
    let Some(end) = kinds.iter().position(|kind| kind.role == Role::Output(pair)) else {
        return Vec::new();
    };
    let ways = ways.swap_remove(end).into_iter().flatten().flat_map(|listed| listed.ways);
    ways.map(|links| EscapePath { pair, links }).collect()
}
