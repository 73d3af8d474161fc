//! Choices of pairs that can belong to one component.

use std::collections::HashMap;

use crate::{FamilyShape, ModePair, Stratum, Summand};

/// Walks through the choices of pairs for the unlearned modes of a family that are compatible two by
/// two and for which the hidden layers have room, in the order of strata. Modes without a chosen
/// pair are silent, known to no hidden layer.
///
/// Few modes are unlearned while the kinds of pairs go with the square of the depth: what is chosen
/// is held as a list, and whether two kinds are compatible is found out when it is asked.
#[derive(Debug, Clone)]
pub(crate) struct PairSearch {
    depth: usize,
    /// Pairs that a hidden layer knows of, in increasing order.
    kinds: Vec<ModePair>,
    /// Positions in `kinds`, increasing, and how often each is taken.
    chosen: Vec<(usize, usize)>,
    /// Modes without a pair.
    silent: usize,
    /// What is left of each hidden layer.
    room: Vec<usize>,
    compatible: HashMap<(usize, usize), bool>,
}

impl PairSearch {
    /// Starts with no pair chosen.
    pub(crate) fn new(shape: &FamilyShape) -> Self {
        let depth = shape.depth();
        let silent = ModePair::silent(depth);
        // Without a mode there is nothing to choose.
        let kinds = ModePair::all(depth).filter(|&pair| pair != silent && shape.unlearned() > 0);
        Self {
            depth,
            kinds: kinds.collect(),
            chosen: Vec::new(),
            silent: shape.unlearned(),
            room: (1..depth).map(|layer| shape.widths()[layer] - shape.learned()).collect(),
            compatible: HashMap::new(),
        }
    }

    /// What the chosen pairs and the learned modes leave of each hidden layer.
    pub(crate) fn room(&self) -> &[usize] {
        &self.room
    }

    /// The pairs of all unlearned modes.
    pub(crate) fn chosen(&self) -> impl Iterator<Item = (ModePair, usize)> {
        let pairs = self.chosen.iter().map(|&(kind, count)| (self.kinds[kind], count));
        pairs.chain([(ModePair::silent(self.depth), self.silent)])
    }

    /// Steps to the next choice; whether there was one.
    pub(crate) fn advance(&mut self) -> bool {
        let mut end = self.kinds.len();
        loop {
            // Pairs after the last one that is chosen come first, while modes are left.
            let last = self.chosen.last().map(|&(kind, _)| kind);
            if self.silent > 0 {
                let from = last.unwrap_or(0);
                if let Some(kind) = (from..end).rev().find(|&kind| self.fits(kind)) {
                    self.take(kind);
                    return true;
                }
            }
            let Some(last) = last else { return false };
            self.release_last();
            end = last;
        }
    }

    fn fits(&mut self, kind: usize) -> bool {
        let pair = self.kinds[kind];
        if self.hidden_layers(pair).any(|at| self.room[at] == 0) {
            return false;
        }
        let others: Vec<usize> = self.chosen.iter().map(|&(other, _)| other).collect();
        others.into_iter().all(|other| other == kind || self.are_compatible(other, kind))
    }

    fn are_compatible(&mut self, first: usize, second: usize) -> bool {
        let (s, t) = (self.kinds[first], self.kinds[second]);
        *self.compatible.entry((first, second)).or_insert_with(|| are_compatible(s, t, self.depth))
    }

    fn take(&mut self, kind: usize) {
        match self.chosen.last_mut() {
            Some((last, count)) if *last == kind => *count += 1,
            _ => self.chosen.push((kind, 1)),
        }
        self.silent -= 1;
        for at in self.hidden_layers(self.kinds[kind]) {
            self.room[at] -= 1;
        }
    }

    /// Gives back all copies of the last pair.
    fn release_last(&mut self) {
        let Some((kind, count)) = self.chosen.pop() else { return };
        self.silent += count;
        for at in self.hidden_layers(self.kinds[kind]) {
            self.room[at] += count;
        }
    }

    /// Positions of the hidden layers that know of a mode.
    fn hidden_layers(&self, pair: ModePair) -> impl Iterator<Item = usize> + use<> {
        (0..pair.input_end).chain(pair.output_start - 1..self.depth - 1)
    }
}

/// The stratum of these two pairs alone has the dimension of its nullity.
fn are_compatible(s: ModePair, t: ModePair, depth: usize) -> bool {
    let pairs = [(Summand::Unlearned(s), 1), (Summand::Unlearned(t), 1)];
    let stratum: Stratum = pairs.into_iter().collect();
    let widths: Vec<usize> = (0..=depth).map(|layer| stratum.alive_at(layer)).collect();
    let shape = FamilyShape::leading(widths, 2, 0);
    stratum.profile(&shape).is_morse_bott()
}
