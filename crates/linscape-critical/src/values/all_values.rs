//! All critical values at once.

use crate::statement::Units;
use crate::values::{Ladder, Level, family_count};
use crate::{Observer, Problem, Progress, ValuesError};
use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::ToPrimitive;
use std::fmt;

/// Longest list of sums that is built.
pub const ALL_VALUES_LIMIT: usize = 1 << 26;

/// Every critical value of a problem in increasing order with its multiplicity, the number of
/// families that share it.
pub struct AllValues<'p> {
    problem: &'p Problem,
    sums: Sums,
    length: usize,
}

/// Sums of unlearned squares: in exact units, or as doubles with the gap up to which they coincide.
enum Sums {
    Small(Ladder<u64>),
    Wide(Ladder<u128>),
    Big(Ladder<BigUint>),
    Real(Ladder<f64>, f64),
}

/// One critical value of [`AllValues`]; its numbers are worked out when asked for.
#[derive(Debug, Clone, Copy)]
pub struct AllValue<'a> {
    problem: &'a Problem,
    sum: Sum<'a>,
    /// How many families have this value.
    pub multiplicity: u64,
}

#[derive(Debug, Clone, Copy)]
enum Sum<'a> {
    Small(u64),
    Wide(u128),
    Big(&'a BigUint),
    Real(f64),
}

impl AllValue<'_> {
    /// The value, in the problem's loss.
    #[must_use]
    pub fn loss(&self) -> f64 {
        let squares = self.problem.squares();
        let exact = match self.sum {
            Sum::Small(units) => match squares.quick_double(units) {
                Some(unlearned) => return self.problem.loss_of_unlearned(unlearned),
                None => squares.exact_sum(units),
            },
            Sum::Wide(units) => squares.exact_sum(units),
            Sum::Big(units) => squares.exact_sum(units.clone()),
            Sum::Real(unlearned) => return self.problem.loss_of_unlearned(unlearned),
        };
        self.problem.loss_of_unlearned(exact.map_or(f64::NAN, |sum| sum.to_f64()))
    }

    /// The value as a fraction, when the problem has exact losses.
    #[must_use]
    pub fn exact_loss(&self) -> Option<BigRational> {
        if !self.problem.has_exact_losses() {
            return None;
        }
        let squares = self.problem.squares();
        let unlearned = match self.sum {
            Sum::Small(units) => squares.exact_sum(units),
            Sum::Wide(units) => squares.exact_sum(units),
            Sum::Big(units) => squares.exact_sum(units.clone()),
            Sum::Real(_) => None,
        }?;
        Some(unlearned.to_rational() / BigInt::from(2))
    }
}

/// The items at some increasing positions.
fn chosen<T>(items: impl Iterator<Item = T>, positions: &[usize]) -> Vec<T> {
    let mut wanted = positions.iter().peekable();
    let mut is_wanted = |at: usize| wanted.next_if(|&&position| position == at).is_some();
    let last = positions.last().map_or(0, |last| last + 1);
    items.take(last).enumerate().filter(|(at, _)| is_wanted(*at)).map(|(_, item)| item).collect()
}

impl Sums {
    /// Length of the list.
    fn len(&self) -> usize {
        match self {
            Self::Small(ladder) => ladder.len(),
            Self::Wide(ladder) => ladder.len(),
            Self::Big(ladder) => ladder.len(),
            Self::Real(ladder, _) => ladder.len(),
        }
    }

    /// Number of different values in it.
    fn group_count(&self) -> usize {
        match self {
            Self::Small(ladder) => ladder.group_count(&0),
            Self::Wide(ladder) => ladder.group_count(&0),
            Self::Big(ladder) => ladder.group_count(&BigUint::ZERO),
            Self::Real(ladder, gap) => ladder.group_count(gap),
        }
    }
}

impl fmt::Debug for AllValues<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AllValues").field("length", &self.length).finish_non_exhaustive()
    }
}

impl AllValues<'_> {
    /// Number of critical values.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is none (there always is one: the global minimum).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The values at some increasing positions.
    ///
    /// # Complexity
    /// Constant time each when no two families coincide; otherwise a pass from the nearer end, for
    /// floating sums from the lower one.
    ///
    /// # Panics
    /// When a position is not below [`len`](Self::len) and no two families coincide.
    #[must_use]
    pub fn pick(&self, positions: &[usize]) -> Vec<AllValue<'_>> {
        if self.length == self.sums.len() {
            return positions.iter().map(|&at| self.single(at)).collect();
        }
        // From whichever end is nearer, where groups can be cut from the top as well.
        let middle =
            if matches!(self.sums, Sums::Real(..)) { self.length } else { self.length / 2 };
        let (low, high) = positions.split_at(positions.partition_point(|&at| at < middle));
        let mut picked = chosen(self.iter(), low);
        let from_top: Vec<usize> = high.iter().rev().map(|&at| self.length - 1 - at).collect();
        let mut top = chosen(self.descending(), &from_top);
        top.reverse();
        picked.append(&mut top);
        picked
    }

    /// The value at a position, when every group is a single sum.
    fn single(&self, at: usize) -> AllValue<'_> {
        let (sum, multiplicity) = match &self.sums {
            Sums::Small(ladder) => (Sum::Small(*ladder.level(at).0), ladder.level(at).1),
            Sums::Wide(ladder) => (Sum::Wide(*ladder.level(at).0), ladder.level(at).1),
            Sums::Big(ladder) => (Sum::Big(ladder.level(at).0), ladder.level(at).1),
            Sums::Real(ladder, _) => (Sum::Real(*ladder.level(at).0), ladder.level(at).1),
        };
        AllValue { problem: self.problem, sum, multiplicity }
    }

    /// The values of an exact problem in decreasing order.
    fn descending(&self) -> Box<dyn Iterator<Item = AllValue<'_>> + '_> {
        let value = |sum, multiplicity| AllValue { problem: self.problem, sum, multiplicity };
        match &self.sums {
            Sums::Small(ladder) => {
                Box::new(ladder.groups_from_top().map(move |(&sum, n)| value(Sum::Small(sum), n)))
            }
            Sums::Wide(ladder) => {
                Box::new(ladder.groups_from_top().map(move |(&sum, n)| value(Sum::Wide(sum), n)))
            }
            Sums::Big(ladder) => {
                Box::new(ladder.groups_from_top().map(move |(sum, n)| value(Sum::Big(sum), n)))
            }
            Sums::Real(..) => Box::new(std::iter::empty()),
        }
    }

    /// The values in increasing order.
    #[must_use]
    pub fn iter(&self) -> Box<dyn Iterator<Item = AllValue<'_>> + '_> {
        let value = |sum, multiplicity| AllValue { problem: self.problem, sum, multiplicity };
        match &self.sums {
            Sums::Small(ladder) => {
                Box::new(ladder.groups(&0).map(move |(&sum, ways)| value(Sum::Small(sum), ways)))
            }
            Sums::Wide(ladder) => {
                Box::new(ladder.groups(&0).map(move |(&sum, ways)| value(Sum::Wide(sum), ways)))
            }
            Sums::Big(ladder) => Box::new(
                ladder.groups(&BigUint::ZERO).map(move |(sum, ways)| value(Sum::Big(sum), ways)),
            ),
            Sums::Real(ladder, gap) => {
                Box::new(ladder.groups(gap).map(move |(&sum, ways)| value(Sum::Real(sum), ways)))
            }
        }
    }
}

impl<'a> IntoIterator for &'a AllValues<'_> {
    type Item = AllValue<'a>;
    type IntoIter = Box<dyn Iterator<Item = AllValue<'a>> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Every critical value of a problem with its multiplicity.
///
/// # Method
/// One distinct singular value after the other, the smallest first: the sorted sums so far, shifted
/// by each number of copies left out, are merged into the sorted sums with one value more. Merging
/// is linear, so that the last merge costs as much as all before together. With a bottleneck
/// (`r_max < s`) one list is kept for each rank. Where equal sums are frequent they collapse on the
/// way: a spectrum of small whole numbers never fills the memory. Floating sums are grouped within
/// the tolerance when they are read.
///
/// # Errors
/// When more than [`ALL_VALUES_LIMIT`] sums would have to be held, when there are 2³² families or
/// more, or when the observer stops.
///
/// # Complexity
/// `O(V)` time and `O(V)` memory (12 bytes a value at the peak with 64-bit sums), `V` the number of
/// values, on all threads of rayon's pool.
///
/// # Examples
/// ```
/// use linscape_critical::Problem;
/// use linscape_critical::all_values;
/// let problem = Problem::exact(&[3, 3, 3], &[5, 4, 3])?;
/// let values = all_values(&problem, &())?;
/// assert_eq!(values.len(), 7); // 8 families, two of which share 12.5
/// let shared = values.iter().nth(3).expect("seven values");
/// assert_eq!((shared.loss(), shared.multiplicity), (12.5, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn all_values<'p>(
    problem: &'p Problem,
    observer: &impl Observer,
) -> Result<AllValues<'p>, ValuesError> {
    let families = family_count(problem);
    let too_many = || ValuesError::TooMany { families: families.clone(), limit: ALL_VALUES_LIMIT };
    if families.to_u32().is_none() {
        return Err(too_many());
    }
    let climb = Climb { problem, observer, too_many: &too_many };
    let sums = if problem.spectrum().exact().is_none() {
        let squares: Vec<f64> = problem.spectrum().distinct().iter().map(|v| v * v).collect();
        Sums::Real(climb.run(&squares)?, problem.coincidence_of_sums())
    } else {
        match problem.squares().units() {
            Units::Small(squares) => Sums::Small(climb.run(squares)?),
            Units::Wide(squares) => Sums::Wide(climb.run(squares)?),
            Units::Big(squares) => Sums::Big(climb.run(squares)?),
        }
    };
    let mut values = AllValues { problem, sums, length: 0 };
    values.length = values.sums.group_count();
    Ok(values)
}

/// The ascent from the empty sum to all sums.
struct Climb<'a, O, E> {
    problem: &'a Problem,
    observer: &'a O,
    too_many: &'a E,
}

impl<O: Observer, E: Fn() -> ValuesError> Climb<'_, O, E> {
    fn run<L: Level>(&self, squares: &[L]) -> Result<Ladder<L>, ValuesError> {
        let multiplicities = self.problem.spectrum().multiplicities();
        let ranks = self.problem.ranks();
        let modes = self.problem.spectrum().rank();
        // Without a bottleneck the rank needs no account.
        let lists = if *ranks.end() < modes { ranks.end() + 1 } else { 1 };
        let mut by_rank: Vec<Ladder<L>> = vec![Ladder::ground()];
        for (done, (square, &copies)) in squares.iter().zip(multiplicities).rev().enumerate() {
            let progress = Progress { done: done as u64, total: Some(squares.len() as u64) };
            if self.observer.advance(progress).is_break() {
                return Err(ValuesError::Interrupted);
            }
            for ladder in &mut by_rank {
                ladder.count_if_worth_it();
            }
            by_rank = if *ranks.start() == modes {
                by_rank // depth 1: everything is learned
            } else if lists == 1 {
                let rungs: Vec<_> =
                    (0..=copies).map(|left_out| (&by_rank[0], square.times(left_out))).collect();
                vec![self.merge_all(&rungs)?]
            } else {
                let longest = (by_rank.len() + copies).min(lists);
                (0..longest)
                    .map(|rank| {
                        let learned = rank.saturating_sub(by_rank.len() - 1)..=rank.min(copies);
                        let rungs: Vec<_> = learned
                            .map(|c| (&by_rank[rank - c], square.times(copies - c)))
                            .collect();
                        self.merge_all(&rungs)
                    })
                    .collect::<Result<_, _>>()?
            };
        }
        if let [only] = &mut by_rank[..] {
            return Ok(std::mem::replace(only, Ladder::ground()));
        }
        let rungs: Vec<_> = by_rank.iter().map(|ladder| (ladder, L::zero())).collect();
        self.merge_all(&rungs)
    }

    /// Merges shifted lists two by two.
    fn merge_all<L: Level>(&self, rungs: &[(&Ladder<L>, L)]) -> Result<Ladder<L>, ValuesError> {
        let mut round: Vec<Ladder<L>> = Vec::new();
        for pair in rungs.chunks(2) {
            let (first, rest) = (&pair[0], pair.get(1));
            let (empty, zero) = (Ladder::empty(), L::zero());
            let (other, shift) = rest.map_or((&empty, &zero), |(ladder, shift)| (ladder, shift));
            if first.0.len() + other.len() > ALL_VALUES_LIMIT {
                return Err((self.too_many)());
            }
            round.push(first.0.merged(&first.1, other, shift));
        }
        if round.len() > 1 {
            let rungs: Vec<_> = round.iter().map(|ladder| (ladder, L::zero())).collect();
            return self.merge_all(&rungs);
        }
        Ok(round.pop().unwrap_or_else(Ladder::ground))
    }
}
