//! What the enumeration of a family's strata looks up at every step.

use std::sync::OnceLock;

use crate::bars::{counted, signed};
use crate::forms::{FamilyConstants, Meetings};
use crate::listing::StrataBound;
use crate::{FamilyShape, Stratum, Summand};

/// A stratum is determined by the counts of its *free* summands, those that are not balanced: each
/// free summand takes the place of one balanced summand in every hidden layer it is alive in, and
/// of one silent pair or balanced null bar on the outer sides. So the strata of a family are the
/// points of a box with corners cut off: counts are limited only by the balanced summands left.
///
/// Along the way the three quadratic forms of [`Meetings`] are kept up to date by differences; in
/// deep networks, where a table of the differences would outgrow everything, they are worked out
/// for each stratum.
#[derive(Debug)]
pub(crate) struct StrataTable {
    pub depth: usize,
    pub constants: FamilyConstants,
    balanced: Vec<Summand>,
    /// How often each balanced summand occurs in the balanced stratum.
    capacities: Vec<i64>,
    free: Vec<Summand>,
    /// How the forms change, for each free summand; none in deep networks.
    slopes: Vec<OnceLock<Box<Slopes>>>,
}

/// Most free summands, about `h²`, for which a table of differences is kept: 12 MB.
const MOST_SLOPES: usize = 1024;

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
    /// Free summands that are there, by increasing position, and how often.
    free: Vec<(usize, i64)>,
    /// The forms, where they are kept up to date.
    meetings: Meetings,
}

impl StrataTable {
    pub(crate) fn new(shape: &FamilyShape) -> Self {
        let depth = shape.depth();
        let (balanced, free): (Vec<_>, Vec<_>) =
            Summand::all(depth).partition(|summand| summand.is_balanced(depth));
        let start = Stratum::balanced(shape);
        let capacities = balanced.iter().map(|&summand| signed(start.count(summand))).collect();
        let kept = if free.len() <= MOST_SLOPES { free.len() } else { 0 };
        let slopes = (0..kept).map(|_| OnceLock::new()).collect();
        let constants = FamilyConstants::of(shape);
        Self { depth, constants, balanced, capacities, free, slopes }
    }

    /// Number of free summands.
    pub(crate) fn free(&self) -> usize {
        self.free.len()
    }

    /// Whether the forms are kept up to date along the way.
    fn keeps_forms(&self) -> bool {
        self.slopes.len() == self.free.len()
    }

    /// The balanced summands that a free summand takes the place of. In increasing order they are
    /// the silent pair, the two idle null bars and a bar for each hidden layer.
    fn replaced_by(&self, free: usize) -> impl Iterator<Item = usize> + use<> {
        let (summand, depth) = (self.free[free], self.depth);
        let outer = match summand {
            Summand::Unlearned(_) => Some(0),
            Summand::InputNull { .. } => Some(1),
            Summand::OutputNull { .. } => Some(2),
            Summand::Interior(_) => None,
        };
        let (from_input, to_output) = match summand {
            Summand::Interior(bar) => (bar.start..bar.end + 1, 0..0),
            _ => (
                1..summand.input_end().map_or(1, |end| end + 1),
                summand.output_start().unwrap_or(depth)..depth,
            ),
        };
        outer.into_iter().chain(from_input.chain(to_output).map(|layer| layer + 2))
    }

    /// The most copies of a free summand that any stratum has.
    pub(crate) fn most(&self, free: usize) -> usize {
        let places = self.replaced_by(free).map(|place| self.capacities[place]);
        places.min().map_or(0, counted)
    }

    /// The balanced stratum.
    pub(crate) fn start(&self) -> Counts {
        let mut meetings = Meetings::default();
        for (&s, &copies) in self.balanced.iter().zip(&self.capacities) {
            for (&t, &others) in self.balanced.iter().zip(&self.capacities) {
                meetings += Meetings::of_pair(s, t, self.depth) * (copies * others);
            }
        }
        Counts { balanced: self.capacities.clone(), free: Vec::new(), meetings }
    }

    /// Steps to the next stratum that differs from this one only in free summands of the range and
    /// that the bound does not rule out together with all that are made by adding to it: the last
    /// of the range varies fastest. Returns whether there was one; if not, all counts of the range
    /// are back at zero.
    pub(crate) fn advance(
        &self,
        counts: &mut Counts,
        range: std::ops::Range<usize>,
        bound: &StrataBound,
    ) -> bool {
        for free in range.rev() {
            if self.replaced_by(free).all(|place| counts.balanced[place] > 0)
                && bound.allows_more(self.free[free], self.chosen(counts))
            {
                self.add(counts, free, 1);
                if bound.allows(|| self.stratum(counts), self.depth) {
                    return true;
                }
            }
            if let Some(&(last, copies)) = counts.free.last()
                && last == free
            {
                self.add(counts, free, -copies);
            }
        }
        false
    }

    /// The free summands that are there.
    fn chosen(&self, counts: &Counts) -> impl Iterator<Item = (Summand, i64)> + Clone {
        counts.free.iter().map(|&(free, copies)| (self.free[free], copies))
    }

    /// Adds copies of a free summand; the counts of all later ones must be zero.
    fn add(&self, counts: &mut Counts, free: usize, copies: i64) {
        if self.keeps_forms() {
            let slopes = self.slopes(free);
            let mut slope = slopes.at_balanced;
            for &(other, present) in &counts.free {
                slope += slopes.cross[other] * present;
            }
            counts.meetings += slope * copies + slopes.square * (copies * copies);
        }
        match counts.free.last_mut() {
            Some((last, present)) if *last == free => *present += copies,
            _ => counts.free.push((free, copies)),
        }
        counts.free.pop_if(|(_, present)| *present == 0);
        for place in self.replaced_by(free) {
            counts.balanced[place] -= copies;
        }
    }

    fn slopes(&self, free: usize) -> &Slopes {
        self.slopes[free].get_or_init(|| {
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
            Box::new(Slopes { at_balanced: self.polar(&change, &start), square, cross })
        })
    }

    /// What adding one copy of a free summand does to all counts.
    fn change(&self, free: usize) -> Vec<(Summand, i64)> {
        let removed = self.replaced_by(free).map(|place| (self.balanced[place], -1));
        std::iter::once((self.free[free], 1)).chain(removed).collect()
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

    /// The values of the forms.
    pub(crate) fn meetings(&self, counts: &Counts) -> Meetings {
        if self.keeps_forms() {
            counts.meetings
        } else {
            Meetings::of(&self.stratum(counts), self.depth)
        }
    }

    /// The stratum with these counts.
    pub(crate) fn stratum(&self, counts: &Counts) -> Stratum {
        // Both kinds are in increasing order.
        let mut summands = Vec::with_capacity(self.balanced.len() + counts.free.len());
        let mut chosen = self.chosen(counts).peekable();
        for (&summand, &count) in self.balanced.iter().zip(&counts.balanced) {
            while let Some((free, copies)) = chosen.next_if(|(free, _)| *free < summand) {
                summands.push((free, counted(copies)));
            }
            if count > 0 {
                summands.push((summand, counted(count)));
            }
        }
        summands.extend(chosen.map(|(free, copies)| (free, counted(copies))));
        Stratum::from_sorted(summands)
    }
}
