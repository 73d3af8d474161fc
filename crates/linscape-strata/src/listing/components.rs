//! Irreducible components of a family's critical set.

use std::collections::VecDeque;

use crate::bars::generic_bars;
use crate::listing::ListedStratum;
use crate::{FamilyShape, ModePair, Stratum, Summand};

/// Lists the strata that are dense in an irreducible component of the family's critical set: those
/// with `dimension = nullity`, in the order of [`Strata`](crate::Strata).
///
/// Nullity less dimension is a sum over unordered pairs of summands, each of which adds 0 or 1:
/// 1 for a direction across the stratum that moves one of the two into the other and that the
/// Hessian does not see. So the components are the strata whose summands are *compatible* in
/// pairs. In particular their interior and output-null bars are no choice: compatible, they are
/// the generic representation of the room that the other summands leave, and an input-null bar
/// ends early only where a layer is full. So it is mainly the pairs that are searched.
///
/// # Examples
/// Widths 1,1,1,1 at σ = 2, nothing learned: three lines through the origin.
/// ```
/// use linscape_strata::{Components, FamilyShape};
/// let shape = FamilyShape::leading([1, 1, 1, 1], 1, 0);
/// let lines: Vec<_> = Components::of(&shape).collect();
/// assert_eq!(lines.len(), 3);
/// assert!(lines.iter().all(|line| line.profile.dimension == 1));
/// ```
///
/// Source: `docs/theory.md`, "Dimension".
#[derive(Debug, Clone)]
pub struct Components {
    shape: FamilyShape,
    /// Pairs that a hidden layer knows of, in increasing order.
    pairs: Vec<ModePair>,
    /// `compatible[i][j]` for `j ≤ i`.
    compatible: Vec<Vec<bool>>,
    /// How many of each pair to look at next.
    chosen: Option<Vec<usize>>,
    /// Components with the pairs looked at last.
    found: VecDeque<ListedStratum>,
}

impl Components {
    /// The components of a family.
    ///
    /// # Panics
    /// When more modes are learned than a layer or the data has room for.
    ///
    /// # Complexity
    /// At worst all choices of pairs, `O(h³)` each and more where input-null and output-null bars
    /// compete for layers; choices with incompatible pairs are cut off.
    #[must_use]
    pub fn of(shape: &FamilyShape) -> Self {
        let depth = shape.depth();
        let silent = ModePair::silent(depth);
        let pairs: Vec<ModePair> = ModePair::all(depth).filter(|&pair| pair != silent).collect();
        let row = |(at, &s): (usize, &ModePair)| -> Vec<bool> {
            let others = pairs[..=at].iter();
            others
                .map(|&t| are_compatible(Summand::Unlearned(s), Summand::Unlearned(t), depth))
                .collect()
        };
        let compatible = pairs.iter().enumerate().map(row).collect();
        let exists = depth > 1 || shape.unlearned() == 0;
        let chosen = exists.then(|| vec![0; pairs.len()]);
        Self { shape: shape.clone(), pairs, compatible, chosen, found: VecDeque::new() }
    }

    /// Steps to the next choice of compatible pairs for which there is room.
    fn advance(&self, chosen: &mut [usize]) -> bool {
        for at in (0..chosen.len()).rev() {
            let fits = (0..at).all(|other| chosen[other] == 0 || self.compatible[at][other]);
            if fits {
                chosen[at] += 1;
                if self.room(chosen).is_some() {
                    return true;
                }
            }
            chosen[at] = 0;
        }
        false
    }

    /// What the chosen pairs and the learned modes leave of each hidden layer, if they fit.
    fn room(&self, chosen: &[usize]) -> Option<Vec<usize>> {
        let shape = &self.shape;
        shape.unlearned().checked_sub(chosen.iter().sum())?;
        let used = |layer: usize| -> usize {
            let pairs = self.pairs.iter().zip(chosen);
            pairs
                .filter(|(pair, _)| Summand::Unlearned(**pair).is_alive_at(layer))
                .map(|pair| pair.1)
                .sum()
        };
        let left =
            |layer: usize| (shape.widths()[layer] - shape.learned()).checked_sub(used(layer));
        (1..shape.depth()).map(left).collect()
    }

    /// The components with the chosen pairs, in order.
    fn with_pairs(&self, chosen: &[usize]) -> VecDeque<ListedStratum> {
        let shape = &self.shape;
        let Some(room) = self.room(chosen) else { return VecDeque::new() };
        let silent =
            (ModePair::silent(shape.depth()), shape.unlearned() - chosen.iter().sum::<usize>());
        let pairs = self.pairs.iter().copied().zip(chosen.iter().copied()).chain([silent]);
        let pairs: Vec<_> = pairs.map(|(pair, count)| (Summand::Unlearned(pair), count)).collect();
        let mut reaching = Vec::new();
        input_null_choices(&room, shape, &mut vec![shape.input_null()], &mut reaching);
        // Counts of bars that end in each layer, the first layers first: the order of strata.
        let mut ending: Vec<Vec<usize>> = reaching
            .iter()
            .map(|reaching| {
                let after = reaching[1..].iter().copied().chain([0]);
                reaching.iter().zip(after).map(|(here, after)| here - after).collect()
            })
            .collect();
        ending.sort_unstable_by(|left, right| left[1..].cmp(&right[1..]));
        let strata = ending.iter().map(|ending| -> Stratum {
            let mut left = room.clone();
            for (end, count) in ending.iter().enumerate() {
                left[..end].iter_mut().for_each(|room| *room -= count);
            }
            left.push(shape.output_null());
            let null =
                ending.iter().enumerate().map(|(end, &count)| (Summand::InputNull { end }, count));
            pairs.iter().copied().chain(null).chain(generic_bars(&left)).collect()
        });
        let listed = strata.map(|stratum| {
            let profile = stratum.profile(shape);
            ListedStratum { stratum, profile }
        });
        listed.filter(|listed| listed.profile.is_morse_bott()).collect()
    }
}

impl Iterator for Components {
    type Item = ListedStratum;

    fn next(&mut self) -> Option<ListedStratum> {
        while self.found.is_empty() {
            let mut chosen = self.chosen.take()?;
            self.found = self.with_pairs(&chosen);
            if self.advance(&mut chosen) {
                self.chosen = Some(chosen);
            }
        }
        self.found.pop_front()
    }
}

/// Collects the possible numbers of input-null bars that reach layers `0, 1, …, h − 1`. Where
/// fewer reach a layer than the one before, the layer has to be full: what is missing is taken by
/// output-null bars, and there are only so many of those.
fn input_null_choices(
    room: &[usize],
    shape: &FamilyShape,
    reaching: &mut Vec<usize>,
    choices: &mut Vec<Vec<usize>>,
) {
    let layer = reaching.len();
    let Some(&here) = room.get(layer - 1) else {
        choices.push(reaching.clone());
        return;
    };
    let most = reaching[layer - 1].min(here);
    let least = most.min(here.saturating_sub(shape.output_null()));
    for number in least..=most {
        reaching.push(number);
        input_null_choices(room, shape, reaching, choices);
        reaching.pop();
    }
}

/// The stratum of these two summands alone has the dimension of its nullity.
fn are_compatible(s: Summand, t: Summand, depth: usize) -> bool {
    let stratum: Stratum = [(s, 1), (t, 1)].into_iter().collect();
    let unlearned: usize = stratum.unlearned().map(|pair| pair.1).sum();
    let shape = FamilyShape::leading(
        (0..=depth).map(|layer| stratum.alive_at(layer)).collect::<Vec<_>>(),
        unlearned,
        0,
    );
    stratum.profile(&shape).is_morse_bott()
}
