//! How many shortest ways lead through a stratum, and which steps they take.

use crate::ModePair;
use crate::escape::ways::{Step, Ways, WaysInLayer, at_input, one_layer_on};
use crate::escape::{BarKind, Role};
use num_bigint::BigUint;
use num_traits::One;

/// How many links the ways have, a step between null bars not among them, and how many ways there are.
#[derive(Debug, Clone)]
struct Counted {
    links: usize,
    number: BigUint,
}

impl Ways for Counted {
    fn length(&self) -> usize {
        self.links
    }

    fn longer(&self, step: &Step) -> Self {
        Self {
            links: self.links + usize::from(!step.across_null),
            number: &self.number * step.copies,
        }
    }

    fn join(&mut self, others: Self) {
        self.number += others.number;
    }
}

/// In each layer.
type WaysByLayer = Vec<WaysInLayer<Counted>>;

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
            let links = |ways: &Option<Counted>| ways.as_ref().map(|ways| ways.links);
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
    let begun = Counted { links: 0, number: BigUint::one() };
    let mut layers = vec![at_input(kinds, pair, &begun)];
    for layer in 1..=depth {
        layers.push(one_layer_on(kinds, pair, &layers[layer - 1], layer));
    }
    layers
}
