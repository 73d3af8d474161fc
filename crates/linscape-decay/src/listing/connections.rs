//! Moves between listed families.

use super::DecayedFamily;
use crate::{DecayedProblem, Move, Word, moves};
use std::collections::HashMap;

/// A move between two listed families, by their identifiers.
#[derive(Debug, Clone, PartialEq)]
pub struct DecayedConnection {
    /// The family it leaves.
    pub from: usize,
    /// The family it ends at.
    pub to: usize,
    /// The move.
    pub step: Move,
}

/// All moves between listed families, or the covers only.
pub(super) fn connections(
    problem: &DecayedProblem,
    families: &[DecayedFamily],
    covers_only: bool,
) -> Vec<DecayedConnection> {
    let ids: HashMap<&Word, usize> =
        families.iter().map(|family| (&family.word, family.id)).collect();
    let mut found = Vec::new();
    for family in families {
        for step in moves(problem, &family.word) {
            if covers_only && !step.is_cover {
                continue;
            }
            if let Some(&to) = ids.get(&step.to) {
                found.push(DecayedConnection { from: family.id, to, step });
            }
        }
    }
    found
}
