//! What a drawing of a landscape with weight decay shows.

use crate::diagram::picture_graph::{dispersion, index_text, to_largest};
use crate::diagram::{LineKind, NodeKind, PictureEdge, PictureGraph, PictureNode};
use linscape_decay::{DecayedFamily, DecayedLandscape, FamilyType, MoveKind, Word};
use linscape_formats::{GraphNodes, word_text};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The lines of depth 3 and beyond.
const LINES: [(LineKind, &str); 4] = [
    (LineKind::Path, "from a pass down to the minima on both sides"),
    (LineKind::Learn, "grow: a mode leaves its pass and is learned"),
    (LineKind::Fall, "fall: a mode leaves its pass and is lost"),
    (LineKind::Swap, "swap, exchange: a mode for a better one"),
];

/// The lines of depth 2, which has no passes.
const SHALLOW_LINES: [(LineKind, &str); 2] =
    [(LineKind::Learn, "learn a mode"), (LineKind::Swap, "swap a mode for a better one")];

impl PictureGraph {
    /// Families or fibers with their covers, and the path over the passes from minimum to minimum.
    pub(crate) fn with_decay(landscape: &DecayedLandscape, nodes: GraphNodes) -> Self {
        let barriers = landscape.barriers();
        let passes: HashSet<&Word> = barriers.iter().map(|barrier| &barrier.at).collect();
        let families = landscape.families();
        let members: Vec<(usize, f64, Vec<&DecayedFamily>)> = match nodes {
            GraphNodes::Families => {
                families.iter().map(|family| (family.id, family.loss, vec![family])).collect()
            }
            GraphNodes::Fibers => {
                let of = |ids: &[usize]| ids.iter().map(|&id| &families[id]).collect();
                let fibers = landscape.fibers().iter();
                fibers.map(|fiber| (fiber.id, fiber.loss, of(&fiber.families))).collect()
            }
        };
        let mut position = HashMap::new();
        for (at, (.., members)) in members.iter().enumerate() {
            position.extend(members.iter().map(|family| (family.id, at)));
        }
        let shared = landscape.fibers().iter().filter(|fiber| fiber.families.len() > 1);
        let shared = shared.map(|fiber| fiber.families.iter().map(|id| position[id]).collect());
        let is_deep = landscape.problem().depth() > 2;
        Self {
            shared: match nodes {
                GraphNodes::Families => shared.collect(),
                GraphNodes::Fibers => Vec::new(),
            },
            edges: edges(landscape, &position),
            nodes: members
                .iter()
                .map(|(id, loss, members)| node(landscape, *id, *loss, members, &passes))
                .collect(),
            lines: if is_deep { &LINES } else { &SHALLOW_LINES },
            columns: if is_deep { "modes learned, a pass counts ½" } else { "modes learned" },
        }
    }
}

fn node(
    landscape: &DecayedLandscape,
    id: usize,
    loss: f64,
    members: &[&DecayedFamily],
    passes: &HashSet<&Word>,
) -> PictureNode {
    let multiplicities = landscape.problem().multiplicities();
    let is_pass = |family: &DecayedFamily| passes.contains(&family.word);
    let is_on_path = |kind| match kind {
        NodeKind::Type(own) => matches!(own, FamilyType::GlobalMinimum | FamilyType::LocalMinimum),
        NodeKind::Pass => true,
    };
    let kinds: BTreeSet<NodeKind> =
        members
            .iter()
            .map(|family| {
                if is_pass(family) {
                    NodeKind::Pass
                } else {
                    NodeKind::Type(family.form.family_type)
                }
            })
            .collect();
    let texts: Vec<String> =
        members.iter().map(|family| word_text(&family.word, &multiplicities)).collect();
    let halves: usize =
        members.iter().map(|family| 2 * family.word.rank() - family.word.passes()).sum();
    let count = members.len().max(1);
    let dispersions = members.iter().map(|family| {
        let (mut modes, small) = family.word.indices(&multiplicities);
        modes.extend(small);
        dispersion(&modes)
    });
    // An undecided index has no number.
    let indices = || members.iter().map(|family| family.form.inertia.map(|signs| signs.negative));
    PictureNode {
        id: i64::try_from(id).unwrap_or(i64::MAX),
        label: texts.join(" "),
        loss,
        halves: (2 * halves + count) / (2 * count),
        on_path: kinds.iter().any(|kind| is_on_path(*kind)),
        kind: kinds.first().copied().filter(|_| kinds.len() == 1),
        index: if indices().all(|index| index.is_some()) {
            index_text(indices().flatten())
        } else {
            "?".to_owned()
        },
        dispersion: dispersions.sum::<f64>() / count as f64,
    }
}

/// The covers; of those between a pass and its two minima the path is made.
fn edges(landscape: &DecayedLandscape, position: &HashMap<usize, usize>) -> Vec<PictureEdge> {
    let steps: HashSet<(&Word, &Word)> = landscape
        .barriers()
        .iter()
        .flat_map(|barrier| [(&barrier.at, &barrier.from), (&barrier.at, &barrier.to)])
        .collect();
    let word = |id: usize| &landscape.families()[id].word;
    let covers = landscape.connections().iter().filter(|edge| edge.step.is_cover);
    let mut edges: Vec<PictureEdge> = covers
        .map(|edge| PictureEdge {
            from: position[&edge.from],
            to: position[&edge.to],
            weight: edge.step.loss_drop,
            kind: if steps.contains(&(word(edge.from), word(edge.to))) {
                LineKind::Path
            } else {
                match edge.step.kind {
                    MoveKind::Fall => LineKind::Fall,
                    MoveKind::Grow | MoveKind::Learn => LineKind::Learn,
                    MoveKind::Swap | MoveKind::Exchange => LineKind::Swap,
                }
            },
        })
        .filter(|edge| edge.from != edge.to)
        .collect();
    to_largest(&mut edges);
    edges
}
