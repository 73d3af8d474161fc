//! Sorted sums, merged and never sorted.

use crate::values::Level;
use rayon::prelude::*;

/// Sums of squares in nondecreasing order, each with the number of ways to make it.
pub(crate) struct Ladder<L: Level> {
    levels: L::Store,
    /// Ways to make each level; `None` when equal levels simply stand side by side, one a way.
    /// Most spectra have few ties, and then the account is not worth its memory.
    ways: Option<Vec<u32>>,
}

/// A ladder is counted once at least one level in this many repeats the one before.
const WORTH_COUNTING: usize = 4;

/// Below this many levels a merge is not worth splitting between threads.
const SMALLEST_SPLIT: usize = 1 << 15;

impl<L: Level> Ladder<L> {
    /// The empty sum.
    pub(crate) fn ground() -> Self {
        Self { levels: L::zeros(1), ways: None }
    }

    /// No sum at all.
    pub(crate) fn empty() -> Self {
        Self { levels: L::zeros(0), ways: None }
    }

    /// Length of the list that is held.
    pub(crate) fn len(&self) -> usize {
        self.levels.len()
    }

    /// The sums of `self` raised by `shift` and those of `other` raised by `other_shift`.
    pub(crate) fn merged(&self, shift: &L, other: &Self, other_shift: &L) -> Self {
        let (a, b) = (Part::of(self, shift), Part::of(other, other_shift));
        match (&self.ways, &other.ways) {
            (None, None) => {
                let mut levels = L::zeros(self.len() + other.len());
                merge(&a, &b, &mut levels);
                Self { levels, ways: None }
            }
            _ => merge_counted(&a, &b),
        }
    }

    /// Level by level how many within `gap` of the level before.
    fn near_neighbours(&self, gap: &L) -> usize {
        let levels: &[L] = &self.levels;
        let count =
            |pairs: &[L]| pairs.windows(2).filter(|pair| pair[1] <= pair[0].plus(gap)).count();
        if levels.len() < SMALLEST_SPLIT {
            return count(levels);
        }
        // Chunks that share a level at their seams, so that no pair is lost.
        let seams: Vec<usize> = (0..levels.len() - 1).step_by(SMALLEST_SPLIT).collect();
        let chunk = |&start: &usize| &levels[start..levels.len().min(start + SMALLEST_SPLIT + 1)];
        seams.par_iter().map(|start| count(chunk(start))).sum()
    }

    /// Makes an account of ways where equal levels are frequent, so that the next merge has less to
    /// do.
    pub(crate) fn count_if_worth_it(&mut self) {
        let is_short = self.len() < 2 * WORTH_COUNTING;
        if is_short
            || self.ways.is_some()
            || self.near_neighbours(&L::zero()) * WORTH_COUNTING < self.len()
        {
            return;
        }
        let (mut levels, mut ways) = (Vec::new(), Vec::new());
        for group in self.levels.chunk_by(|a, b| a == b) {
            levels.push(group[0].clone());
            ways.push(u32::try_from(group.len()).unwrap_or(u32::MAX));
        }
        *self = Self { levels: levels.into(), ways: Some(ways) };
    }

    /// How many groups there are.
    pub(crate) fn group_count(&self, gap: &L) -> usize {
        match self.near_neighbours(gap) {
            0 => self.len(),
            repeats if *gap == L::zero() => self.len() - repeats,
            _ => self.groups(gap).count(),
        }
    }

    /// The distinct levels in decreasing order with their numbers of ways.
    pub(crate) fn groups_from_top(&self) -> impl Iterator<Item = (&L, u64)> {
        let mut end = self.len();
        std::iter::from_fn(move || {
            let last = self.levels[..end].last()?;
            let mut ways = 0;
            while self.levels[..end].last() == Some(last) {
                end -= 1;
                ways += self.level(end).1;
            }
            Some((last, ways))
        })
    }

    /// The level at a position of the list, which is a group when all groups are single levels.
    pub(crate) fn level(&self, at: usize) -> (&L, u64) {
        (&self.levels[at], self.ways.as_ref().map_or(1, |ways| u64::from(ways[at])))
    }

    /// The distinct levels in increasing order with their numbers of ways; levels within `gap` of
    /// the first of their group are one.
    pub(crate) fn groups<'a>(&'a self, gap: &'a L) -> impl Iterator<Item = (&'a L, u64)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let first = self.levels.get(at)?;
            let reach = first.plus(gap);
            let mut ways = 0;
            while let Some(level) = self.levels.get(at).filter(|level| **level <= reach) {
                debug_assert!(first <= level, "levels are sorted");
                ways += self.ways.as_ref().map_or(1, |ways| u64::from(ways[at]));
                at += 1;
            }
            Some((first, ways))
        })
    }
}

/// A part of a ladder, all of it raised by `shift`.
struct Part<'a, L> {
    levels: &'a [L],
    ways: Option<&'a [u32]>,
    shift: &'a L,
}

impl<'a, L: Level> Part<'a, L> {
    fn of(ladder: &'a Ladder<L>, shift: &'a L) -> Self {
        Self { levels: &ladder.levels, ways: ladder.ways.as_deref(), shift }
    }

    fn at(&self, position: usize) -> L {
        self.levels[position].plus(self.shift)
    }

    fn ways(&self, position: usize) -> u32 {
        self.ways.map_or(1, |ways| ways[position])
    }

    fn split_at(&self, at: usize) -> (Self, Self) {
        let (low, high) = self.levels.split_at(at);
        let part = |levels| Part { levels, ways: None, shift: self.shift };
        (part(low), part(high))
    }
}

/// Merges two lists without regard to ways into `out`, which is as long as both. Long lists are
/// split in the middle of the outcome, so that the halves can be merged on two threads with the
/// same result.
fn merge<L: Level>(a: &Part<L>, b: &Part<L>, out: &mut [L]) {
    if out.len() < SMALLEST_SPLIT {
        merge_sequentially(a, b, out);
        return;
    }
    let middle = out.len() / 2;
    let from_a = taken_from_first(a, b, middle);
    let (a_low, a_high) = a.split_at(from_a);
    let (b_low, b_high) = b.split_at(middle - from_a);
    let (out_low, out_high) = out.split_at_mut(middle);
    rayon::join(|| merge(&a_low, &b_low, out_low), || merge(&a_high, &b_high, out_high));
}

/// How many of the first `count` levels of the merged list come from `a`, which goes first at ties.
fn taken_from_first<L: Level>(a: &Part<L>, b: &Part<L>, count: usize) -> usize {
    let (mut low, mut high) = (count.saturating_sub(b.levels.len()), count.min(a.levels.len()));
    while low < high {
        let middle = usize::midpoint(low, high);
        // Is the middle-th level of `a` among the first `count`?
        if a.at(middle) <= b.at(count - middle - 1) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

fn merge_sequentially<L: Level>(a: &Part<L>, b: &Part<L>, out: &mut [L]) {
    let (mut i, mut j) = (0, 0);
    let mut places = out.iter_mut();
    // As long as neither list can run out, no branch depends on the data.
    loop {
        let safe = (a.levels.len() - i).min(b.levels.len() - j);
        if safe == 0 {
            break;
        }
        let (rest_a, rest_b) = (&a.levels[i..i + safe], &b.levels[j..j + safe]);
        let (mut from_a, mut from_b) = (0, 0);
        for place in places.by_ref().take(safe) {
            let (x, y) = (rest_a[from_a].plus(a.shift), rest_b[from_b].plus(b.shift));
            let (a_first, first) = x.earlier(y);
            *place = first;
            from_a += usize::from(a_first);
            from_b += usize::from(!a_first);
        }
        i += from_a;
        j += from_b;
    }
    for (rest, from) in [(a, i), (b, j)] {
        // The list comes first: a finished zip must not have taken a place.
        for (level, place) in rest.levels[from..].iter().zip(places.by_ref()) {
            *place = level.plus(rest.shift);
        }
    }
}

/// Merges two lists, equal levels into one.
fn merge_counted<L: Level>(a: &Part<L>, b: &Part<L>) -> Ladder<L> {
    let longest = a.levels.len() + b.levels.len();
    let (mut levels, mut ways): (Vec<L>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut push = |level: L, count: u32| match (levels.last(), ways.last_mut()) {
        (Some(last), Some(ways)) if *last == level => *ways += count,
        _ => {
            levels.push(level);
            ways.push(count);
        }
    };
    let (mut i, mut j) = (0, 0);
    for _ in 0..longest {
        let take_a = j == b.levels.len() || (i < a.levels.len() && a.at(i) <= b.at(j));
        if take_a {
            push(a.at(i), a.ways(i));
            i += 1;
        } else {
            push(b.at(j), b.ways(j));
            j += 1;
        }
    }
    Ladder { levels: levels.into(), ways: Some(ways) }
}
