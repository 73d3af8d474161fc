//! Shortest ways of one mode through the bars of a stratum.

use crate::ModePair;
use crate::escape::{BarKind, Role};
use num_bigint::BigUint;
use num_traits::One;

/// The kinds with a bar in the given layer.
pub(crate) fn alive(kinds: &[BarKind], layer: usize) -> Vec<usize> {
    (0..kinds.len()).filter(|&kind| kinds[kind].bar.contains(layer)).collect()
}

/// Shortest ways to a bar: how many links, and how many such ways.
#[derive(Debug, Clone)]
struct Ways {
    links: usize,
    number: BigUint,
}

/// To each kind of bar in each layer, without and with a step between null bars.
type WaysByLayer = Vec<Vec<[Option<Ways>; 2]>>;

/// Shortest ways from the input bar of one mode, and from its output bar back.
pub(crate) struct ShortestWays {
    forth: WaysByLayer,
    /// Layer `i` is layer `h − i` here.
    back: WaysByLayer,
    /// Modes with this pair of bars.
    copies: usize,
    /// Where both sweeps end.
    output: usize,
    /// The least degree of a path; none when there is no path.
    pub(crate) degree: Option<usize>,
}

impl ShortestWays {
    /// Of a mode with this pair of bars; `mirrored` holds the same kinds read from the output.
    pub(crate) fn of(
        kinds: &[BarKind],
        mirrored: &[BarKind],
        depth: usize,
        pair: ModePair,
        copies: usize,
    ) -> Self {
        let forth = sweep(kinds, depth, pair);
        let back = sweep(mirrored, depth, pair);
        let output = kinds.iter().position(|kind| kind.role == Role::Output(pair));
        let output = output.unwrap_or_else(|| unreachable!("a mode has an output bar"));
        let ends = forth[depth][output].iter().enumerate();
        let degree =
            ends.filter_map(|(crossed, ways)| Some(counted(ways.as_ref()?.links, crossed)));
        let degree = degree.min();
        Self { forth, back, copies, output, degree }
    }

    /// How many paths of all modes with this pair have the given degree.
    pub(crate) fn paths(&self, degree: usize) -> BigUint {
        let ends = self.forth[self.forth.len() - 1][self.output].iter().enumerate();
        let of_degree = ends.filter_map(|(crossed, ways)| {
            let ways = ways.as_ref()?;
            (counted(ways.links, crossed) == degree).then_some(&ways.number)
        });
        of_degree.sum::<BigUint>() * self.copies
    }

    /// A path of the given degree takes this step.
    pub(crate) fn uses(
        &self,
        degree: usize,
        layer: usize,
        from: usize,
        to: usize,
        across_null: bool,
    ) -> bool {
        let before = &self.forth[layer - 1][from];
        let after = &self.back[self.back.len() - 1 - layer][to];
        let passes = |first: usize, second: usize| {
            let links = |ways: &Option<Ways>| ways.as_ref().map(|ways| ways.links);
            let others = links(&before[first]).zip(links(&after[second]));
            others.is_some_and(|(before, after)| {
                let links = before + usize::from(!across_null) + after;
                counted(links, first + second + usize::from(across_null)) == degree
            })
        };
        passes(0, 0) || (!across_null && (passes(0, 1) || passes(1, 0)))
    }
}

/// The degree of a path by its links, a step between null bars not among them.
fn counted(links: usize, crossed: usize) -> usize {
    if crossed > 0 { 2 * links } else { links }
}

/// Shortest ways from the input bar of a mode to every bar of every layer.
fn sweep(kinds: &[BarKind], depth: usize, pair: ModePair) -> WaysByLayer {
    let start = |kind: &BarKind| {
        let here = kind.role == Role::Input(pair);
        [here.then(|| Ways { links: 0, number: BigUint::one() }), None]
    };
    let mut layers: WaysByLayer = vec![kinds.iter().map(start).collect()];
    for layer in 1..=depth {
        let (before, sources) = (&layers[layer - 1], alive(kinds, layer - 1));
        let mut here = vec![[None, None]; kinds.len()];
        for to in alive(kinds, layer) {
            // The path ends at the mode's own output, and may pass by any bar of another kind.
            let own = kinds[to].role == Role::Output(pair);
            let copies = if own { 1 } else { kinds[to].copies };
            for &from in &sources {
                let across_null = kinds[from].crosses_null_to(&kinds[to]);
                for (crossed, ways) in before[from].iter().enumerate() {
                    let Some(ways) = ways else { continue };
                    let (links, number) = match (from == to, across_null, crossed) {
                        (true, ..) => (ways.links, ways.number.clone()),
                        (_, true, 1) => continue,
                        (_, across_null, _) => {
                            (ways.links + usize::from(!across_null), &ways.number * copies)
                        }
                    };
                    let crossed = crossed + usize::from(across_null);
                    merge(&mut here[to][crossed], Ways { links, number });
                }
            }
        }
        layers.push(here);
    }
    layers
}

/// Keeps the shortest ways of both.
fn merge(best: &mut Option<Ways>, other: Ways) {
    match best {
        Some(ways) if ways.links < other.links => {}
        Some(ways) if ways.links == other.links => ways.number += other.number,
        _ => *best = Some(other),
    }
}
