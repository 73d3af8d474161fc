//! What the enumeration of a family's strata looks up at every step.

use std::sync::OnceLock;

use crate::bars::signed;
use crate::forms::{FamilyConstants, Meetings};
use crate::{FamilyShape, Stratum, Summand};

/// A stratum is determined by the counts of its *free* summands, those that are not balanced: each
/// free summand takes the place of one balanced summand in every hidden layer it is alive in, and
/// of one silent pair or balanced null bar on the outer sides. So the strata of a family are the
/// points of a box with corners cut off: counts are limited only by the balanced summands left.
///
/// Along the way the three quadratic forms of [`Meetings`] are kept up to date by differences.
#[derive(Debug)]
pub(crate) struct StrataTable {
    pub depth: usize,
    pub constants: FamilyConstants,
    /// Every summand in increasing order and where its count is kept.
    slots: Vec<(Summand, Slot)>,
    balanced: Vec<Summand>,
    /// How often each balanced summand occurs in the balanced stratum.
    capacities: Vec<i64>,
    free: Vec<FreeSummand>,
}

#[derive(Debug, Clone, Copy)]
enum Slot {
    Balanced(usize),
    Free(usize),
}

#[derive(Debug)]
struct FreeSummand {
    summand: Summand,
    /// The balanced summands it replaces.
    replaces: Vec<usize>,
    slopes: OnceLock<Slopes>,
}

/// How the forms change when copies of one free summand are added.
#[derive(Debug)]
struct Slopes {
    at_balanced: Meetings,
    square: Meetings,
    /// For each free summand up to this one.
    cross: Vec<Meetings>,
}

/// A stratum on the way through the enumeration.
#[derive(Debug, Clone)]
pub(crate) struct Counts {
    balanced: Vec<i64>,
    free: Vec<i64>,
    pub meetings: Meetings,
}

impl StrataTable {
    pub fn new(shape: &FamilyShape) -> Self {
        let depth = shape.depth();
        let mut slots = Vec::new();
        let (mut balanced, mut free) = (Vec::new(), Vec::new());
        for summand in Summand::all(depth) {
            if summand.is_balanced(depth) {
                slots.push((summand, Slot::Balanced(balanced.len())));
                balanced.push(summand);
            } else {
                slots.push((summand, Slot::Free(free.len())));
                free.push(summand);
            }
        }
        let start = Stratum::balanced(shape);
        let capacities = balanced.iter().map(|&summand| signed(start.count(summand))).collect();
        let free = free
            .into_iter()
            .map(|summand| {
                let replaces = (0..balanced.len())
                    .filter(|&place| balanced[place].is_replaced_by(summand))
                    .collect();
                FreeSummand { summand, replaces, slopes: OnceLock::new() }
            })
            .collect();
        let constants = FamilyConstants::of(shape);
        Self { depth, constants, slots, balanced, capacities, free }
    }

    /// Number of free summands.
    pub fn free(&self) -> usize {
        self.free.len()
    }

    /// The most copies of a free summand that any stratum has.
    pub fn most(&self, free: usize) -> usize {
        let places = self.free[free].replaces.iter().map(|&place| self.capacities[place]);
        places.min().map_or(0, crate::bars::counted)
    }

    /// The balanced stratum.
    pub fn start(&self) -> Counts {
        let mut meetings = Meetings::default();
        for (&s, &copies) in self.balanced.iter().zip(&self.capacities) {
            for (&t, &others) in self.balanced.iter().zip(&self.capacities) {
                meetings += Meetings::of_pair(s, t, self.depth) * (copies * others);
            }
        }
        Counts { balanced: self.capacities.clone(), free: vec![0; self.free.len()], meetings }
    }

    /// Steps to the next stratum that differs from this one only in free summands of the range:
    /// the last of them varies fastest. Returns whether there was one; if not, all counts of the
    /// range are back at zero.
    pub fn advance(&self, counts: &mut Counts, range: std::ops::Range<usize>) -> bool {
        for free in range.rev() {
            if self.free[free].replaces.iter().all(|&place| counts.balanced[place] > 0) {
                self.add(counts, free, 1);
                return true;
            }
            let copies = counts.free[free];
            if copies > 0 {
                self.add(counts, free, -copies);
            }
        }
        false
    }

    /// Adds copies of a free summand; the counts of all later ones must be zero.
    fn add(&self, counts: &mut Counts, free: usize, copies: i64) {
        let slopes = self.slopes(free);
        let mut slope = slopes.at_balanced;
        for (&present, &cross) in counts.free.iter().zip(&slopes.cross) {
            slope += cross * present;
        }
        counts.meetings += slope * copies + slopes.square * (copies * copies);
        counts.free[free] += copies;
        for &place in &self.free[free].replaces {
            counts.balanced[place] -= copies;
        }
    }

    fn slopes(&self, free: usize) -> &Slopes {
        self.free[free].slopes.get_or_init(|| {
            let change = self.change(free);
            let start: Vec<_> =
                self.balanced.iter().copied().zip(self.capacities.iter().copied()).collect();
            let cross: Vec<Meetings> =
                (0..=free).map(|other| self.polar(&change, &self.change(other))).collect();
            let mut square = Meetings::default();
            for &(s, copies) in &change {
                for &(t, others) in &change {
                    square += Meetings::of_pair(s, t, self.depth) * (copies * others);
                }
            }
            Slopes { at_balanced: self.polar(&change, &start), square, cross }
        })
    }

    /// What adding one copy of a free summand does to all counts.
    fn change(&self, free: usize) -> Vec<(Summand, i64)> {
        let added = &self.free[free];
        let removed = added.replaces.iter().map(|&place| (self.balanced[place], -1));
        std::iter::once((added.summand, 1)).chain(removed).collect()
    }

    /// The symmetric bilinear forms that belong to the quadratic ones, without the factor ½.
    fn polar(&self, left: &[(Summand, i64)], right: &[(Summand, i64)]) -> Meetings {
        let mut total = Meetings::default();
        for &(s, copies) in left {
            for &(t, others) in right {
                let both =
                    Meetings::of_pair(s, t, self.depth) + Meetings::of_pair(t, s, self.depth);
                total += both * (copies * others);
            }
        }
        total
    }

    /// The stratum with these counts.
    pub fn stratum(&self, counts: &Counts) -> Stratum {
        let present = self.slots.iter().filter_map(|&(summand, slot)| {
            let count = match slot {
                Slot::Balanced(place) => counts.balanced[place],
                Slot::Free(place) => counts.free[place],
            };
            (count > 0).then(|| (summand, crate::bars::counted(count)))
        });
        Stratum::from_sorted(present.collect())
    }
}
