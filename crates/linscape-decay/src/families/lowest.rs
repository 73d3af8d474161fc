//! Families in the order of their loss, one at a time.

use super::Gains;
use crate::{DecayedProblem, Word};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// From which end of the landscape to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// From the global minimum up.
    Lowest,
    /// From the highest critical point down.
    Highest,
}

/// All families in the order of their losses, found best-first; ties in a fixed order.
///
/// # Method
/// A family is a path through the classes `τ_1, τ_2, …`, which chooses at each how many modes it
/// learns and how many of these are passes. `Place (t, r)` stands for all ways to learn `r` modes of
/// the classes from `t` on, and lists them in order as far as anybody asked: its candidates are a
/// choice at `t` followed by an entry of `(t + 1, r − n)`, merged by a heap (the lazy k-best paths of
/// a layered graph; Jiménez and Marzal 1999). One more family costs at most one new entry a class.
///
/// # Complexity
/// `O(p s)` to start, for `s` modes that can be learned; `O(q log)` for each family of `q` classes.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem, End, Lowest};
/// let problem = Problem::exact(&[3, 3, 3], &[3, 2, 1])?;
/// let decay = Decay::exact(vec![parse_exact("0.5")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// let losses: Vec<f64> =
///     Lowest::new(&decayed, End::Lowest).map(|word| decayed.loss(&word)).collect();
/// assert_eq!(losses, [2.625, 2.75, 3.75, 3.875, 5.75, 5.875, 6.875, 7.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Lowest {
    gains: Gains,
    end: End,
    /// The classes that can be learned, by position.
    active: Vec<Active>,
    /// Number of all classes.
    classes: usize,
    /// `places[t][r]`.
    places: Vec<Vec<Place>>,
    /// `(cost, rank, entry)` of the next family of every rank.
    tops: BinaryHeap<Reverse<(i128, usize, usize)>>,
}

#[derive(Debug)]
struct Active {
    class: usize,
    multiplicity: usize,
    has_pass: bool,
    /// Depth 1 learns all or nothing, and that is all.
    only_full: bool,
}

/// A choice at one class, followed by an entry of the next place: `learned` modes, the `step`-th best
/// number of passes among them, and which entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    cost: i128,
    learned: usize,
    step: usize,
    next: usize,
}

#[derive(Debug, Default)]
struct Place {
    entries: Vec<Entry>,
    candidates: BinaryHeap<Reverse<Entry>>,
    /// The last entry, while its successors are not among the candidates.
    unfollowed: Option<Entry>,
}

impl Lowest {
    /// Starts at one end.
    #[must_use]
    pub fn new(problem: &DecayedProblem, end: End) -> Self {
        let only_full = problem.depth() == 1;
        let classes = problem.classes();
        let active: Vec<Active> = classes
            .iter()
            .enumerate()
            .filter(|(_, class)| class.roots.large().is_some())
            .map(|(at, class)| Active {
                class: at,
                multiplicity: class.multiplicity,
                has_pass: class.roots.small().is_some(),
                only_full,
            })
            .collect();
        let modes: usize = active.iter().map(|class| class.multiplicity).sum();
        let largest = modes.min(problem.bottleneck());
        let mut search = Self {
            gains: Gains::new(problem),
            end,
            classes: classes.len(),
            places: Vec::with_capacity(active.len() + 1),
            active,
            tops: BinaryHeap::new(),
        };
        search.prepare(largest);
        search
    }

    pub(crate) fn gains(&self) -> &Gains {
        &self.gains
    }

    /// Fills in the first entry of every place, from the last class to the first.
    fn prepare(&mut self, largest: usize) {
        let empty = || (0..=largest).map(|_| Place::default()).collect::<Vec<_>>();
        self.places = (0..=self.active.len()).map(|_| empty()).collect();
        let nothing = Entry { cost: 0, learned: 0, step: 0, next: 0 };
        self.places[self.active.len()][0].entries.push(nothing);
        for at in (0..self.active.len()).rev() {
            let Active { multiplicity, only_full, .. } = self.active[at];
            let fewest = if only_full { multiplicity } else { 0 };
            for rank in fewest..=largest {
                for learned in fewest..=multiplicity.min(rank) {
                    self.propose(at, rank, Entry { cost: 0, learned, step: 0, next: 0 });
                }
                self.places[at][rank].take_best();
            }
        }
        for rank in 0..=largest {
            self.propose_top(rank, 0);
        }
    }

    /// Cost of a choice, which is to be made small.
    fn cost(&self, at: usize, learned: usize, step: usize) -> i128 {
        let Active { class, has_pass, .. } = self.active[at];
        match self.end {
            End::Lowest => -self.gains.of_class(class, learned, step),
            End::Highest if has_pass => self.gains.of_class(class, learned, learned - step),
            End::Highest => self.gains.of_class(class, learned, 0),
        }
    }

    /// Puts a candidate in its place's heap if the entry it goes on with is there.
    fn propose(&mut self, at: usize, rank: usize, entry: Entry) {
        let follower = self.places[at + 1][rank - entry.learned].entries.get(entry.next);
        if let Some(follower) = follower {
            let cost = self.cost(at, entry.learned, entry.step) + follower.cost;
            self.places[at][rank].candidates.push(Reverse(Entry { cost, ..entry }));
        }
    }

    fn propose_top(&mut self, rank: usize, entry: usize) {
        if let Some(found) = self.places[0][rank].entries.get(entry) {
            self.tops.push(Reverse((found.cost, rank, entry)));
        }
    }

    /// Makes the place list one entry more, if there is one. Goes down the classes with a stack of
    /// its own, for there may be many.
    fn extend(&mut self, rank: usize) {
        let mut stack = vec![(0, rank)];
        while let Some(&(at, rank)) = stack.last() {
            let Some(last) = self.places[at][rank].unfollowed else {
                stack.pop();
                continue;
            };
            let child = (at + 1, rank - last.learned);
            let place = &self.places[child.0][child.1];
            if place.entries.len() <= last.next + 1 && place.unfollowed.is_some() {
                stack.push(child);
                continue;
            }
            self.propose(at, rank, Entry { next: last.next + 1, ..last });
            if last.next == 0 && self.active[at].has_pass && last.step < last.learned {
                self.propose(at, rank, Entry { step: last.step + 1, ..last });
            }
            self.places[at][rank].take_best();
            stack.pop();
        }
    }

    /// The family of an entry.
    fn word(&self, mut rank: usize, mut entry: usize) -> Word {
        let (mut large, mut small) = (vec![0; self.classes], vec![0; self.classes]);
        for (at, class) in self.active.iter().enumerate() {
            let Entry { learned, step, next, .. } = self.places[at][rank].entries[entry];
            let passes = match self.end {
                End::Highest if class.has_pass => learned - step,
                _ => step,
            };
            large[class.class] = learned - passes;
            small[class.class] = passes;
            rank -= learned;
            entry = next;
        }
        Word::new(large, small)
    }

    /// The next family and its gain in units, negative from the lowest end.
    pub(crate) fn next_with_cost(&mut self) -> Option<(i128, Word)> {
        let Reverse((cost, rank, entry)) = self.tops.pop()?;
        if self.places[0][rank].entries.len() == entry + 1 {
            self.extend(rank);
        }
        self.propose_top(rank, entry + 1);
        Some((cost, self.word(rank, entry)))
    }
}

impl Place {
    /// Moves the best candidate to the entries.
    fn take_best(&mut self) {
        self.unfollowed = self.candidates.pop().map(|Reverse(entry)| entry);
        self.entries.extend(self.unfollowed);
    }
}

impl Iterator for Lowest {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        self.next_with_cost().map(|(_, word)| word)
    }
}
