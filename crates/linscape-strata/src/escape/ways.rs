//! Shortest ways of one mode through the bars of a stratum, layer by layer.

use crate::ModePair;
use crate::escape::{BarKind, Role};

/// Shortest ways to a bar, all equally long: counted or listed.
pub(crate) trait Ways: Clone {
    /// How long they are; compared among ways with as many steps between null bars.
    fn length(&self) -> usize;

    /// The same ways with a step more.
    fn longer(&self, step: &Step) -> Self;

    /// Takes in others of the same length.
    fn join(&mut self, others: Self);
}

/// From a bar in the layer before to another in this one.
pub(crate) struct Step<'k> {
    pub(crate) layer: usize,
    pub(crate) from: &'k BarKind,
    pub(crate) to: &'k BarKind,
    /// From an input-null to an output-null bar.
    pub(crate) across_null: bool,
    /// How many bars it may lead to.
    pub(crate) copies: usize,
}

/// To each kind of bar in a layer, without and with a step between null bars.
pub(crate) type WaysInLayer<W> = Vec<[Option<W>; 2]>;

/// The kinds with a bar in the given layer.
pub(crate) fn alive(kinds: &[BarKind], layer: usize) -> Vec<usize> {
    (0..kinds.len()).filter(|&kind| kinds[kind].bar.contains(layer)).collect()
}

/// Before the first layer: at the input bar of the mode, and nowhere else.
pub(crate) fn at_input<W: Ways>(kinds: &[BarKind], pair: ModePair, begun: &W) -> WaysInLayer<W> {
    let here = |kind: &BarKind| (kind.role == Role::Input(pair)).then(|| begun.clone());
    kinds.iter().map(|kind| [here(kind), None]).collect()
}

/// From the ways to the bars of the layer before to those of `layer`: by staying on a bar, or by a step.
pub(crate) fn one_layer_on<W: Ways>(
    kinds: &[BarKind],
    pair: ModePair,
    before: &WaysInLayer<W>,
    layer: usize,
) -> WaysInLayer<W> {
    let sources = alive(kinds, layer - 1);
    let mut here: WaysInLayer<W> = vec![[None, None]; kinds.len()];
    for to in alive(kinds, layer) {
        // A path ends at the mode's own output, and may pass by any bar of another kind.
        let own = kinds[to].role == Role::Output(pair);
        let copies = if own { 1 } else { kinds[to].copies };
        for &from in &sources {
            let across_null = from != to && kinds[from].crosses_null_to(&kinds[to]);
            let step = Step { layer, from: &kinds[from], to: &kinds[to], across_null, copies };
            for (crossed, ways) in before[from].iter().enumerate() {
                let Some(ways) = ways else { continue };
                if across_null && crossed == 1 {
                    continue;
                }
                let ways = if from == to { ways.clone() } else { ways.longer(&step) };
                keep_shortest(&mut here[to][crossed + usize::from(across_null)], ways);
            }
        }
    }
    here
}

/// Keeps the shortest ways of both.
fn keep_shortest<W: Ways>(best: &mut Option<W>, other: W) {
    match best {
        Some(ways) if ways.length() < other.length() => {}
        Some(ways) if ways.length() == other.length() => ways.join(other),
        _ => *best = Some(other),
    }
}
