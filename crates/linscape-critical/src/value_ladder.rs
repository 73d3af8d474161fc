//! All critical values at once, sorted, without sorting.

use crate::level::Level;
use crate::squares::Units;
use crate::{Observer, Problem, Progress, ValuesError, family_count};
use num_bigint::BigUint;
use num_rational::BigRational;
use num_traits::ToPrimitive;

/// Longest list of values that is built.
pub const ALL_VALUES_LIMIT: usize = 1 << 26;

/// Every critical value of a problem in increasing order with its multiplicity, the number of
/// families that share it.
#[derive(Debug, Clone)]
pub struct AllValues<'p> {
    problem: &'p Problem,
    levels: Levels,
    multiplicities: Vec<u32>,
}

/// Sums of unlearned squares: in exact units, or as doubles.
#[derive(Debug, Clone)]
enum Levels {
    Small(Vec<u64>),
    Wide(Vec<u128>),
    Big(Vec<BigUint>),
    Real(Vec<f64>),
}

impl AllValues<'_> {
    /// Number of critical values.
    #[must_use]
    pub fn len(&self) -> usize {
        self.multiplicities.len()
    }

    /// Whether there is none (there always is one: the global minimum).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.multiplicities.is_empty()
    }

    /// The value at a position of the increasing order.
    #[must_use]
    pub fn loss(&self, at: usize) -> f64 {
        let squares = self.problem.squares();
        let unlearned = match &self.levels {
            Levels::Small(levels) => squares.exact_sum(levels[at]),
            Levels::Wide(levels) => squares.exact_sum(levels[at]),
            Levels::Big(levels) => squares.exact_sum(levels[at].clone()),
            Levels::Real(levels) => return self.problem.loss_of_unlearned(levels[at]),
        };
        self.problem.loss_of_unlearned(unlearned.map_or(f64::NAN, |sum| sum.to_f64()))
    }

    /// The value as a fraction, when the problem has exact losses.
    #[must_use]
    pub fn exact_loss(&self, at: usize) -> Option<BigRational> {
        if !self.problem.has_exact_losses() {
            return None;
        }
        let squares = self.problem.squares();
        let unlearned = match &self.levels {
            Levels::Small(levels) => squares.exact_sum(levels[at]),
            Levels::Wide(levels) => squares.exact_sum(levels[at]),
            Levels::Big(levels) => squares.exact_sum(levels[at].clone()),
            Levels::Real(_) => None,
        }?;
        Some(unlearned.to_rational() / num_bigint::BigInt::from(2))
    }

    /// How many families have the value at a position.
    #[must_use]
    pub fn multiplicity(&self, at: usize) -> u32 {
        self.multiplicities[at]
    }
}

/// Every critical value of a problem with its multiplicity.
///
/// # Method
/// One distinct singular value after the other, the smallest first: the sorted sums so far, shifted
/// by each number of copies left out, are merged into the sorted sums with one value more. Merging
/// is linear, so that the last merge costs as much as all before together. With a bottleneck
/// (`r_max < s`) one list is kept for each rank. Equal sums collapse at once: a spectrum of small
/// whole numbers never fills the memory. Floating sums are grouped within the tolerance at the end.
///
/// # Errors
/// When more than [`ALL_VALUES_LIMIT`] values or 2³² families would have to be held, or when the
/// observer stops.
///
/// # Complexity
/// `O(V)` time and `O(V)` memory (18 bytes a value at the peak with 64-bit sums), `V` the number of
/// values, on all threads of rayon's pool.
///
/// # Examples
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum, all_values};
/// let network = Architecture::new(vec![3, 3, 3])?;
/// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[5, 4, 3]))?;
/// let values = all_values(&problem, &())?;
/// assert_eq!(values.len(), 7); // 8 families, two of which share 12.5
/// assert_eq!((values.loss(3), values.multiplicity(3)), (12.5, 2));
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
    let (levels, multiplicities) = if problem.spectrum().exact().is_none() {
        let squares: Vec<f64> = problem.spectrum().distinct().iter().map(|v| v * v).collect();
        let mut ladder = climb.run(&squares)?;
        let norm: f64 = squares
            .iter()
            .zip(problem.spectrum().multiplicities())
            .map(|(square, &times)| times as f64 * square)
            .sum();
        let tolerance = problem.tolerance().map_or(0.0, |tolerance| tolerance.coincident.value);
        ladder.coalesce(tolerance * norm);
        (Levels::Real(ladder.levels), ladder.multiplicities)
    } else {
        match problem.squares().units() {
            Units::Small(squares) => {
                let ladder = climb.run(squares)?;
                (Levels::Small(ladder.levels), ladder.multiplicities)
            }
            Units::Wide(squares) => {
                let ladder = climb.run(squares)?;
                (Levels::Wide(ladder.levels), ladder.multiplicities)
            }
            Units::Big(squares) => {
                let ladder = climb.run(squares)?;
                (Levels::Big(ladder.levels), ladder.multiplicities)
            }
        }
    };
    Ok(AllValues { problem, levels, multiplicities })
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
            let empty = Ladder { levels: Vec::new(), multiplicities: Vec::new() };
            let zero = L::zero();
            let (other, shift) = rest.map_or((&empty, &zero), |(ladder, shift)| (ladder, shift));
            if first.0.levels.len() + other.levels.len() > ALL_VALUES_LIMIT {
                return Err((self.too_many)());
            }
            round.push(Ladder::merged(first.0, &first.1, other, shift));
        }
        if round.len() > 1 {
            let rungs: Vec<_> = round.iter().map(|ladder| (ladder, L::zero())).collect();
            return self.merge_all(&rungs);
        }
        Ok(round.pop().unwrap_or_else(Ladder::ground))
    }
}

/// Sums in increasing order with the number of ways to make each.
#[derive(Debug, Clone)]
struct Ladder<L> {
    levels: Vec<L>,
    multiplicities: Vec<u32>,
}

impl<L: Level> Ladder<L> {
    /// The empty sum.
    fn ground() -> Self {
        Self { levels: vec![L::zero()], multiplicities: vec![1] }
    }

    fn merged(a: &Self, shift_a: &L, b: &Self, shift_b: &L) -> Self {
        let length = a.levels.len() + b.levels.len();
        let mut levels = vec![L::zero(); length];
        let mut multiplicities = vec![0; length];
        let a = Shifted { levels: &a.levels, multiplicities: &a.multiplicities, shift: shift_a };
        let b = Shifted { levels: &b.levels, multiplicities: &b.multiplicities, shift: shift_b };
        let written = merge(a, b, &mut levels, &mut multiplicities);
        levels.truncate(written);
        multiplicities.truncate(written);
        if written < length / 2 {
            levels.shrink_to_fit();
            multiplicities.shrink_to_fit();
        }
        Self { levels, multiplicities }
    }
}

impl Ladder<f64> {
    /// Joins sums within `gap` of the first of their group.
    fn coalesce(&mut self, gap: f64) {
        let mut groups = 0;
        for at in 0..self.levels.len() {
            if groups > 0 && self.levels[at] - self.levels[groups - 1] <= gap {
                self.multiplicities[groups - 1] += self.multiplicities[at];
            } else {
                self.levels[groups] = self.levels[at];
                self.multiplicities[groups] = self.multiplicities[at];
                groups += 1;
            }
        }
        self.levels.truncate(groups);
        self.multiplicities.truncate(groups);
    }
}

/// A part of a ladder, all of it raised by `shift`.
struct Shifted<'a, L> {
    levels: &'a [L],
    multiplicities: &'a [u32],
    shift: &'a L,
}

impl<'a, L: Level> Shifted<'a, L> {
    fn at(&self, position: usize) -> L {
        self.levels[position].plus(self.shift)
    }

    /// Number of sums below a value.
    fn below(&self, value: &L) -> usize {
        self.levels.partition_point(|level| level.plus(self.shift) < *value)
    }

    fn split_at(&self, at: usize) -> (Self, Self) {
        let (low, high) = self.levels.split_at(at);
        let (low_times, high_times) = self.multiplicities.split_at(at);
        let part = |levels: &'a [L], multiplicities: &'a [u32]| Shifted {
            levels,
            multiplicities,
            shift: self.shift,
        };
        (part(low, low_times), part(high, high_times))
    }
}

/// Below this many sums a merge is not worth splitting between threads.
const SMALLEST_SPLIT: usize = 1 << 16;

/// Merges two lists into `out`, equal sums into one; returns how many were written. Large lists
/// are split at a value, so that the halves can be merged on two threads with the same result.
fn merge<L: Level>(a: Shifted<L>, b: Shifted<L>, out: &mut [L], times: &mut [u32]) -> usize {
    if a.levels.len() < b.levels.len() {
        return merge(b, a, out, times);
    }
    if a.levels.len() + b.levels.len() < SMALLEST_SPLIT {
        return merge_sequentially(&a, &b, out, times);
    }
    let pivot = a.at(a.levels.len() / 2);
    let (a_low, a_high) = a.split_at(a.below(&pivot));
    let (b_low, b_high) = b.split_at(b.below(&pivot));
    let low_length = a_low.levels.len() + b_low.levels.len();
    if low_length == 0 {
        return merge_sequentially(&a, &b, out, times);
    }
    let (out_low, out_high) = out.split_at_mut(low_length);
    let (times_low, times_high) = times.split_at_mut(low_length);
    let (low, high) = rayon::join(
        || merge(a_low, b_low, out_low, times_low),
        || merge(a_high, b_high, out_high, times_high),
    );
    if low < low_length {
        for at in 0..high {
            out.swap(low + at, low_length + at);
            times.swap(low + at, low_length + at);
        }
    }
    low + high
}

fn merge_sequentially<L: Level>(
    a: &Shifted<L>,
    b: &Shifted<L>,
    out: &mut [L],
    times: &mut [u32],
) -> usize {
    let (mut i, mut j, mut written) = (0, 0, 0);
    if !a.levels.is_empty() && !b.levels.is_empty() {
        let (mut x, mut y) = (a.at(0), b.at(0));
        loop {
            // No branch depends on the data but the two loop exits.
            let (from_a, from_b) = (x <= y, y <= x);
            times[written] =
                u32::from(from_a) * a.multiplicities[i] + u32::from(from_b) * b.multiplicities[j];
            out[written] = if from_a { x.clone() } else { y.clone() };
            written += 1;
            i += usize::from(from_a);
            j += usize::from(from_b);
            if i == a.levels.len() || j == b.levels.len() {
                break;
            }
            x = a.at(i);
            y = b.at(j);
        }
    }
    for (rest, from) in [(a, i), (b, j)] {
        for at in from..rest.levels.len() {
            out[written] = rest.at(at);
            times[written] = rest.multiplicities[at];
            written += 1;
        }
    }
    written
}
