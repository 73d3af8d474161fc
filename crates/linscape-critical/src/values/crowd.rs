//! Families in a window of losses, counted and not listed.

use crate::values::Level;
use crate::{Observer, Progress, SingularSubset, ValuesError, room_for};
use num_bigint::BigUint;
use num_traits::Zero;
use std::cmp::Ordering;

/// Most partial sums that are held for a crowd.
const MOST_STATES: usize = 1 << 20;

/// A level whose sums are exact.
pub(crate) trait WholeLevel: Level + Ord + Into<BigUint> + std::fmt::Debug {}
impl<L: Level + Ord + Into<BigUint> + std::fmt::Debug> WholeLevel for L {}

/// The families whose unlearned squares add up to a level between two bounds, however many there
/// are.
///
/// # Method
/// Classes are decided one after the other, the largest singular value first. What matters of the
/// decisions so far is the *state*: the slots left and the sum of the squares left out. From a state
/// every completion may lie in the window (then their number is that of count vectors with so many
/// slots), or none; only states between are held and looked at further, each once. Where thousands
/// of millions of families coincide, because their small singular values change nothing that the
/// tolerance sees, there are few such states.
///
/// Source: `docs/theory.md`, "Critical values".
#[derive(Debug)]
pub(crate) struct Crowd<L> {
    classes: Classes<L>,
    low: L,
    high: L,
    /// The states in which some completions lie in the window and some do not, for each number of
    /// classes decided, in increasing order.
    layers: Vec<Vec<State<L>>>,
}

/// The classes of singular values and the sums over those after each.
#[derive(Debug, Clone)]
pub(crate) struct Classes<L> {
    squares: Vec<L>,
    multiplicities: Vec<usize>,
    slots: usize,
    /// How many modes there are before each class.
    before: Vec<usize>,
    /// Sum of the squares of the first `0, 1, …` modes.
    sums: Vec<L>,
    /// Numbers of count vectors of the classes after the first few with so many slots; built when
    /// there are fewer slots than modes.
    ways: Vec<Vec<BigUint>>,
}

#[derive(Debug, Clone)]
struct State<L> {
    slots: usize,
    level: L,
    found: Found<L>,
}

/// The completions of a state that lie in the window.
#[derive(Debug, Clone)]
struct Found<L> {
    number: BigUint,
    lowest: L,
    highest: L,
}

/// Where the completions of a state lie.
enum Place<L> {
    Outside,
    Inside(Found<L>),
    Between,
}

impl<L: WholeLevel> Classes<L> {
    pub(crate) fn new(
        squares: &[L],
        multiplicities: &[usize],
        slots: usize,
    ) -> Result<Self, ValuesError> {
        let mut before = vec![0];
        let mut sums = vec![L::zero()];
        for (square, &copies) in squares.iter().zip(multiplicities) {
            before.push(before[before.len() - 1] + copies);
            for _ in 0..copies {
                sums.push(sums[sums.len() - 1].plus(square));
            }
        }
        let mut classes = Self {
            squares: squares.to_vec(),
            multiplicities: multiplicities.to_vec(),
            slots,
            before,
            sums,
            ways: Vec::new(),
        };
        classes.count_ways()?;
        Ok(classes)
    }

    /// Number of classes.
    fn len(&self) -> usize {
        self.squares.len()
    }

    /// Modes of the classes from the `t`-th on.
    fn modes(&self, t: usize) -> usize {
        self.before[self.len()] - self.before[t]
    }

    /// `C_t(b) = Σ_{c ≤ min(m_t, b)} C_{t+1}(b − c)`, as `C_t(b − 1)` with one term more and one less.
    fn count_ways(&mut self) -> Result<(), ValuesError> {
        room_for("counts of families", self.len() + 1, 64 * (self.slots + 1))?;
        let mut after = vec![BigUint::from(1_u32)];
        let mut rows = vec![after.clone()];
        for t in (0..self.len()).rev() {
            let copies = self.multiplicities[t];
            let at = |b: usize| &after[b.min(after.len() - 1)];
            let mut row: Vec<BigUint> = Vec::new();
            for b in 0..=self.slots.min(self.modes(t)) {
                let mut sum = row.last().cloned().unwrap_or_default() + at(b);
                if let Some(dropped) = b.checked_sub(copies + 1) {
                    sum -= at(dropped);
                }
                row.push(sum);
            }
            after = row;
            rows.push(after.clone());
        }
        rows.reverse();
        self.ways = rows;
        Ok(())
    }

    /// Sum of the squares from the `t`-th class on.
    fn total(&self, t: usize) -> L {
        self.sums[self.sums.len() - 1].minus(&self.sums[self.before[t]])
    }

    /// Least sum of squares left out from the `t`-th class on: the slots hold the largest.
    fn least(&self, t: usize, slots: usize) -> L {
        let first = self.before[t];
        self.sums[self.sums.len() - 1].minus(&self.sums[first + slots.min(self.modes(t))])
    }

    /// The lowest level there is, and the highest.
    pub(crate) fn ends(&self) -> (L, L) {
        (self.least(0, self.slots), self.total(0))
    }
}

impl<L: WholeLevel> Crowd<L> {
    /// The families between two levels, bounds included.
    ///
    /// # Errors
    /// When more than [`MOST_STATES`] states would be held, or the observer stops.
    pub(crate) fn new(
        classes: &Classes<L>,
        (low, high): (L, L),
        observer: &impl Observer,
    ) -> Result<Self, ValuesError> {
        let mut crowd = Self { classes: classes.clone(), low, high, layers: Vec::new() };
        crowd.look_ahead(observer)?;
        crowd.look_back(observer)?;
        Ok(crowd)
    }

    fn place(&self, t: usize, slots: usize, level: &L) -> Place<L> {
        let lowest = level.plus(&self.classes.least(t, slots));
        let highest = level.plus(&self.classes.total(t));
        if lowest > self.high || highest < self.low {
            Place::Outside
        } else if lowest >= self.low && highest <= self.high {
            let ways = &self.classes.ways[t];
            let number = ways[slots.min(ways.len() - 1)].clone();
            Place::Inside(Found { number, lowest, highest })
        } else {
            Place::Between
        }
    }

    /// The states that follow from one, each with the number of modes learned of the class.
    fn next(
        &self,
        t: usize,
        slots: usize,
        level: &L,
    ) -> impl Iterator<Item = (usize, usize, L)> + use<L> {
        let copies = self.classes.multiplicities[t];
        let left_after = self.classes.modes(t + 1);
        let (square, level) = (self.classes.squares[t].clone(), level.clone());
        (0..=copies.min(slots)).map(move |learned| {
            let left = (slots - learned).min(left_after);
            (learned, left, level.plus(&square.times(copies - learned)))
        })
    }

    /// Collects the states between, layer by layer.
    fn look_ahead(&mut self, observer: &impl Observer) -> Result<(), ValuesError> {
        let (mut states, start) = (0, (self.classes.slots.min(self.classes.modes(0)), L::zero()));
        let mut layer = vec![start];
        for t in 0..=self.classes.len() {
            let is_between = |(slots, level): &(usize, L)| {
                matches!(self.place(t, *slots, level), Place::Between)
            };
            layer.retain(is_between);
            layer.sort_unstable();
            layer.dedup();
            states += layer.len();
            if states > MOST_STATES {
                return Err(ValuesError::Crowd { states: MOST_STATES });
            }
            tell(observer, t, 2 * self.classes.len())?;
            let mut following = Vec::new();
            for (slots, level) in &layer {
                following
                    .extend(self.next(t, *slots, level).map(|(_, slots, level)| (slots, level)));
                // Few are new where multiplicities are high.
                if following.len() > 4 * MOST_STATES {
                    following.sort_unstable();
                    following.dedup();
                    tell(observer, t, 2 * self.classes.len())?;
                    if following.len() > 2 * MOST_STATES {
                        return Err(ValuesError::Crowd { states: MOST_STATES });
                    }
                }
            }
            let nothing = || Found { number: BigUint::ZERO, lowest: L::zero(), highest: L::zero() };
            let state = |(slots, level)| State { slots, level, found: nothing() };
            self.layers.push(layer.into_iter().map(state).collect());
            layer = following;
        }
        Ok(())
    }

    /// Adds up what lies in the window, from the last layer to the first.
    fn look_back(&mut self, observer: &impl Observer) -> Result<(), ValuesError> {
        for t in (0..self.layers.len()).rev() {
            let mut layer = std::mem::take(&mut self.layers[t]);
            for state in &mut layer {
                let mut sum: Option<Found<L>> = None;
                for (_, slots, level) in self.next(t, state.slots, &state.level) {
                    let Some(found) = self.found(t + 1, slots, &level) else { continue };
                    match &mut sum {
                        None => sum = Some(found),
                        Some(sum) => {
                            sum.number += found.number;
                            sum.lowest = sum.lowest.clone().min(found.lowest);
                            sum.highest = sum.highest.clone().max(found.highest);
                        }
                    }
                }
                if let Some(sum) = sum {
                    state.found = sum;
                }
            }
            self.layers[t] = layer;
            tell(observer, 2 * self.classes.len() - t, 2 * self.classes.len())?;
        }
        Ok(())
    }

    /// The completions of a state in the window, if there are any.
    fn found(&self, t: usize, slots: usize, level: &L) -> Option<Found<L>> {
        match self.place(t, slots, level) {
            Place::Outside => None,
            Place::Inside(found) => Some(found),
            Place::Between => {
                let order =
                    |state: &State<L>| state.slots.cmp(&slots).then_with(|| state.level.cmp(level));
                let at = self.layers[t].binary_search_by(order).ok()?;
                let found = &self.layers[t][at].found;
                (!found.number.is_zero()).then(|| found.clone())
            }
        }
    }

    fn all(&self) -> Option<Found<L>> {
        self.found(0, self.classes.slots.min(self.classes.modes(0)), &L::zero())
    }

    /// How many families there are.
    pub(crate) fn number(&self) -> BigUint {
        self.all().map_or(BigUint::ZERO, |found| found.number)
    }

    /// The lowest and the highest level among them, if there is any family.
    pub(crate) fn levels(&self) -> Option<(L, L)> {
        self.all().map(|found| (found.lowest, found.highest))
    }

    /// The first families in the order of their count vectors, at most `most`.
    pub(crate) fn first(&self, most: usize) -> Vec<SingularSubset> {
        let mut families = Vec::new();
        let mut counts: Vec<usize> = Vec::new();
        let mut states = vec![(self.classes.slots.min(self.classes.modes(0)), L::zero())];
        let mut least = 0;
        while families.len() < most {
            let t = counts.len();
            if t == self.classes.len() {
                if self.found(t, states[t].0, &states[t].1).is_some() {
                    families.push(SingularSubset::from_counts(counts.clone()));
                }
            } else {
                let (slots, level) = &states[t];
                let mut following = self.next(t, *slots, level).skip(least);
                let found =
                    following.find(|(_, slots, level)| self.found(t + 1, *slots, level).is_some());
                if let Some((learned, slots, level)) = found {
                    counts.push(learned);
                    states.push((slots, level));
                    least = 0;
                    continue;
                }
            }
            let Some(last) = counts.pop() else { break };
            states.pop();
            least = last + 1;
        }
        families
    }

    /// How many of them come before a family in the order of count vectors.
    pub(crate) fn position(&self, subset: &SingularSubset) -> BigUint {
        let mut position = BigUint::ZERO;
        let mut state = (self.classes.slots.min(self.classes.modes(0)), L::zero());
        for (t, &count) in subset.counts().iter().enumerate() {
            for (learned, slots, level) in self.next(t, state.0, &state.1) {
                match learned.cmp(&count) {
                    Ordering::Less => {
                        position +=
                            self.found(t + 1, slots, &level).map_or(BigUint::ZERO, |f| f.number);
                    }
                    Ordering::Equal => {
                        state = (slots, level);
                        break;
                    }
                    Ordering::Greater => break,
                }
            }
        }
        position
    }

    /// Whether a family is among them.
    pub(crate) fn contains(&self, subset: &SingularSubset) -> bool {
        let left_out = self.classes.multiplicities.iter().zip(subset.counts());
        let level = self
            .classes
            .squares
            .iter()
            .zip(left_out)
            .fold(L::zero(), |sum, (square, (&copies, &count))| {
                sum.plus(&square.times(copies - count))
            });
        subset.rank() <= self.classes.slots && self.low <= level && level <= self.high
    }

    /// A family of the lowest (or the highest) level among them: the first by count vector.
    pub(crate) fn extreme(&self, highest: bool) -> Option<SingularSubset> {
        let end =
            |found: &Found<L>| if highest { found.highest.clone() } else { found.lowest.clone() };
        let target = end(&self.all()?);
        let mut counts = Vec::new();
        let mut state = (self.classes.slots.min(self.classes.modes(0)), L::zero());
        for t in 0..self.classes.len() {
            let mut following = self.next(t, state.0, &state.1);
            let (learned, slots, level) = following.find(|(_, slots, level)| {
                self.found(t + 1, *slots, level).is_some_and(|found| end(&found) == target)
            })?;
            counts.push(learned);
            state = (slots, level);
        }
        Some(SingularSubset::from_counts(counts))
    }
}

fn tell(observer: &impl Observer, done: usize, total: usize) -> Result<(), ValuesError> {
    let progress = Progress { done: done as u64, total: Some(total as u64) };
    if observer.advance(progress).is_break() { Err(ValuesError::Interrupted) } else { Ok(()) }
}
