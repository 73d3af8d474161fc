//! Which weights have to change for the loss to fall fastest.

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
        if !shape.is_leading() || shape.is_global_minimum() {
            return Vec::new();
        }
        let bars = BarKind::of(self, shape.depth());
        let modes = self.unlearned();
        let mut paths: Vec<EscapePath> = modes
            .flat_map(|(pair, _)| Walk::start(&bars, pair, most).reach_output(shape.depth()))
            .collect();
        let least = paths.iter().map(EscapePath::order).min();
        paths.retain(|path| Some(path.order()) == least);
        paths
    }
}

/// Shortest ways from the input of one mode to each bar alive in the current layer, without and
/// with a step between null bars; no more than `most` of each.
struct Walk<'b> {
    bars: &'b [BarKind],
    pair: ModePair,
    most: usize,
    ways: Vec<[Vec<Vec<Link>>; 2]>,
}

impl<'b> Walk<'b> {
    fn start(bars: &'b [BarKind], pair: ModePair, most: usize) -> Self {
        let here = |role: Role| if role == Role::Input(pair) { vec![Vec::new()] } else { vec![] };
        let ways = bars.iter().map(|kind| [here(kind.role), Vec::new()]).collect();
        Self { bars, pair, most, ways }
    }

    fn reach_output(mut self, depth: usize) -> Vec<EscapePath> {
        for layer in 1..=depth {
            self.ways = (0..self.bars.len())
                .map(|to| [self.shortest(to, layer, false), self.shortest(to, layer, true)])
                .collect();
        }
        let pair = self.pair;
        let Some(end) = self.bars.iter().position(|kind| kind.role == Role::Output(pair)) else {
            return Vec::new();
        };
        let ways = self.ways.swap_remove(end).into_iter().flatten();
        ways.map(|links| EscapePath { pair, links }).collect()
    }

    /// The shortest ways to a bar in `layer`: staying on it, or by a link from the layer before.
    fn shortest(&self, to: usize, layer: usize, crossed: bool) -> Vec<Vec<Link>> {
        let target = &self.bars[to];
        if !target.bar.contains(layer) {
            return Vec::new();
        }
        let mut ways = Vec::new();
        for (from, source) in self.bars.iter().enumerate() {
            if !source.bar.contains(layer - 1) {
                continue;
            }
            if from == to {
                ways.extend_from_slice(&self.ways[from][usize::from(crossed)]);
                continue;
            }
            let across_null = source.crosses_null_to(target);
            let before = match (across_null, crossed) {
                (false, _) => usize::from(crossed),
                (true, true) => 0,
                (true, false) => continue,
            };
            let link = Link { layer, from: source.bar, to: target.bar, across_null };
            ways.extend(self.ways[from][before].iter().map(|way| [&way[..], &[link]].concat()));
        }
        let least = ways.iter().map(Vec::len).min();
        ways.retain(|way| Some(way.len()) == least);
        ways.truncate(self.most);
        ways
    }
}
