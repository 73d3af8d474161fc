//! Which weights have to change for the loss to fall fastest.

use crate::bar_kinds::{BarKind, Role};
use crate::{Bar, EscapeOrder, FamilyShape, ModePair, Stratum};

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
    /// use linscape_curvature::{FamilyShape, Stratum};
    /// let shape = FamilyShape { widths: vec![1, 1, 1, 1], signal_rank: 1, learned: 0,
    ///     pairs_down: 0, pairs_tied: 0, pairs_up: 0, grassmannian: 0, ignored: 0 };
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
        if !shape.is_leading() || shape.is_global_minimum() {
            return None;
        }
        let bars = BarKind::of(self, shape.depth());
        self.unlearned()
            .filter_map(|(pair, _)| Walk::start(&bars, pair).reach_output(shape.depth()))
            .min_by_key(EscapePath::order)
    }
}

/// Shortest ways from the input of one mode to each bar alive in the current layer, without and
/// with a step between null bars.
struct Walk<'b> {
    bars: &'b [BarKind],
    pair: ModePair,
    ways: Vec<[Option<Vec<Link>>; 2]>,
}

impl<'b> Walk<'b> {
    fn start(bars: &'b [BarKind], pair: ModePair) -> Self {
        let way = |kind: &BarKind| [(kind.role == Role::Input(pair)).then(Vec::new), None];
        Self { bars, pair, ways: bars.iter().map(way).collect() }
    }

    fn reach_output(mut self, depth: usize) -> Option<EscapePath> {
        for layer in 1..=depth {
            self.ways = (0..self.bars.len())
                .map(|to| [self.shortest(to, layer, false), self.shortest(to, layer, true)])
                .collect();
        }
        let pair = self.pair;
        let end = self.bars.iter().position(|kind| kind.role == Role::Output(pair))?;
        let ways = self.ways.swap_remove(end).into_iter().flatten();
        ways.map(|links| EscapePath { pair, links }).min_by_key(EscapePath::order)
    }

    /// The shortest way to a bar in `layer`: staying on it, or by a link from the layer before.
    fn shortest(&self, to: usize, layer: usize, crossed: bool) -> Option<Vec<Link>> {
        let target = &self.bars[to];
        if !target.bar.contains(layer) {
            return None;
        }
        let alive = (0..self.bars.len()).filter(|&from| self.bars[from].bar.contains(layer - 1));
        let ways = alive.filter_map(|from| {
            let source = &self.bars[from];
            if from == to {
                return self.ways[from][usize::from(crossed)].clone();
            }
            let across_null = source.crosses_null_to(target);
            let before = match (across_null, crossed) {
                (false, _) => usize::from(crossed),
                (true, true) => 0,
                (true, false) => return None,
            };
            let mut links = self.ways[from][before].clone()?;
            links.push(Link { layer, from: source.bar, to: target.bar, across_null });
            Some(links)
        });
        ways.min_by_key(Vec::len)
    }
}
