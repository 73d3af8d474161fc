//! How many families lie below a loss.

use crate::statement::Units;
use crate::values::{Level, family_count};
use crate::{Observer, Problem, Progress, ValuesError};
use num_bigint::BigUint;
use num_rational::BigRational;
use num_traits::{FromPrimitive, ToPrimitive};

/// How many families have a smaller loss: a number, or bounds on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamiliesBelow {
    /// So many are proved to lie below.
    pub at_least: BigUint,
    /// All others are proved not to.
    pub at_most: BigUint,
}

impl FamiliesBelow {
    /// The number, where the bounds meet.
    ///
    /// # Errors
    /// The bounds, where they do not.
    pub fn number(&self) -> Result<&BigUint, (&BigUint, &BigUint)> {
        if self.at_least == self.at_most {
            Ok(&self.at_least)
        } else {
            Err((&self.at_least, &self.at_most))
        }
    }
}

/// Most sums of one half of the singular values that are held.
const HALF: usize = 1 << 21;

/// Additions of the counts by grid, and its finest mesh.
const WORK: usize = 400_000_000;
const FINEST: usize = 1 << 22;

/// Most bits of a number of families that doubles count.
const MOST_BITS: u64 = 1000;

/// Counts the families whose loss is smaller than `bound`.
///
/// # Method
/// Losses are sums of the squares left out, and these are whole multiples of one unit. Up to some 42
/// different ones are cut into two halves: the sums of either are sorted, and pairs below the bound are counted by walking
/// both lists at once. With more of them sums are counted on a grid, squares rounded up for the
/// lower bound and down for the upper one; where all sums are few the grid is the units themselves, and the
/// bounds meet. Doubles count exactly up to 2⁵³, and beyond with their error in the bounds.
///
/// # Edge cases
/// Families whose loss coincides with the bound within the problem's tolerance stand between the bounds. At
/// depth 1 there is one family.
///
/// # Errors
/// [`ValuesError::TooMany`] beyond 2¹⁰⁰⁰ families, [`ValuesError::Interrupted`] when the observer stops.
///
/// # Complexity
/// By halves `O(p 2^{s/2})` for `s` different squares, else at most some 4·10⁸ additions.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, families_below};
/// let problem = Problem::exact(&[3, 3, 3], &[5, 4, 3])?;
/// // Losses 0, 4.5, 8, 12.5, 12.5, 17, 20.5, 25: the bound itself is not below.
/// let below = families_below(&problem, &"25/2".parse()?, &())?;
/// assert_eq!(below.number(), Ok(&3_u32.into()));
/// let below = families_below(&problem, &"63/5".parse()?, &())?;
/// assert_eq!(below.number(), Ok(&5_u32.into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn families_below(
    problem: &Problem,
    bound: &BigRational,
    observer: &impl Observer,
) -> Result<FamiliesBelow, ValuesError> {
    let thresholds = thresholds(problem, bound);
    match problem.squares().units() {
        Units::Small(squares) => Count { problem, squares, observer }.below(&thresholds),
        Units::Wide(squares) => Count { problem, squares, observer }.below(&thresholds),
        Units::Big(squares) => Count { problem, squares, observer }.below(&thresholds),
    }
}

/// Sums of fewer units lie below for sure, and of so many or more for sure not.
struct Thresholds {
    sure: BigUint,
    possible: BigUint,
}

fn thresholds(problem: &Problem, bound: &BigRational) -> Thresholds {
    let squares = problem.squares();
    let two = BigRational::from_u32(2).unwrap_or_default();
    if problem.has_exact_losses() {
        let units = squares.units_up_to(&(bound * two));
        return Thresholds { sure: units.clone(), possible: units };
    }
    let loss = bound.to_f64().unwrap_or(f64::INFINITY);
    let (offset, factor) = (problem.loss_offset(), problem.factor());
    let sum = 2.0 * ((loss - offset) / factor);
    // Roundings of the loss, its offset and the squares, and what counts as the same loss.
    let rounding = 16.0
        * f64::EPSILON
        * ((loss.abs() + offset.abs()) / factor + problem.signal_energy() / factor);
    let error = rounding + problem.coincidence_of_sums();
    let modes = problem.spectrum().rank();
    let units = |sum: f64| {
        BigRational::from_float(sum).map_or(BigUint::ZERO, |sum| squares.units_up_to(&sum))
    };
    let slack = if problem.spectrum().exact().is_some() { 0 } else { modes };
    let sure = units(sum - error);
    let sure = if sure > slack.into() { sure - slack } else { BigUint::ZERO };
    Thresholds { sure, possible: units(sum + error) + slack }
}

struct Count<'a, L, O> {
    problem: &'a Problem,
    squares: &'a [L],
    observer: &'a O,
}

impl<L: Level + Into<BigUint> + TryFrom<BigUint>, O: Observer> Count<'_, L, O> {
    fn below(&self, thresholds: &Thresholds) -> Result<FamiliesBelow, ValuesError> {
        let families = family_count(self.problem);
        if self.problem.architecture().depth() == 1 {
            // Everything is learned, and nothing left out.
            let below = |threshold: &BigUint| u32::from(*threshold > BigUint::ZERO).into();
            let (at_least, at_most) = (below(&thresholds.sure), below(&thresholds.possible));
            return Ok(FamiliesBelow { at_least, at_most });
        }
        if let Some(cut) = self.cut() {
            let halves = [self.half(0..cut)?, self.half(cut..self.squares.len())?];
            let count = |threshold: &BigUint| self.pairs(&halves, threshold);
            let at_least = count(&thresholds.sure)?;
            let same = thresholds.sure == thresholds.possible;
            let at_most = if same { at_least.clone() } else { count(&thresholds.possible)? };
            return Ok(FamiliesBelow { at_least, at_most });
        }
        if families.bits() > MOST_BITS {
            return Err(ValuesError::TooMany { families, limit: FINEST });
        }
        let at_least = self.on_grid(&thresholds.sure, Rounding::Up)?;
        let at_most = self.on_grid(&thresholds.possible, Rounding::Down)?;
        Ok(FamiliesBelow { at_least, at_most: at_most.min(families) })
    }

    /// Where the squares are cut into halves of few sums; `None` when there are too many.
    fn cut(&self) -> Option<usize> {
        let multiplicities = self.problem.spectrum().multiplicities();
        let sums = |part: &[usize]| {
            part.iter().try_fold(1_usize, |sums, &copies| sums.checked_mul(copies + 1))
        };
        (0..=multiplicities.len()).find(|&cut| {
            let (first, second) = multiplicities.split_at(cut);
            [first, second].into_iter().all(|part| sums(part).is_some_and(|sums| sums <= HALF))
        })
    }

    /// The sums that some classes leave out, sorted, by how many of their modes are learned.
    fn half(&self, classes: std::ops::Range<usize>) -> Result<Vec<Vec<L>>, ValuesError> {
        let multiplicities = self.problem.spectrum().multiplicities();
        let mut by_rank = vec![vec![L::zero()]];
        for class in classes {
            self.look(class as u64)?;
            let copies = multiplicities[class];
            let mut longer = vec![Vec::new(); by_rank.len() + copies];
            for (rank, sums) in by_rank.iter().enumerate() {
                for learned in 0..=copies {
                    let more = self.squares[class].times(copies - learned);
                    longer[rank + learned].extend(sums.iter().map(|sum| sum.plus(&more)));
                }
            }
            by_rank = longer;
        }
        let order = |a: &L, b: &L| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal);
        for sums in &mut by_rank {
            sums.sort_unstable_by(order);
        }
        Ok(by_rank)
    }

    /// Pairs of sums that add up to less, and learn no more modes than fit.
    fn pairs(
        &self,
        halves: &[Vec<Vec<L>>; 2],
        threshold: &BigUint,
    ) -> Result<BigUint, ValuesError> {
        let most = self.problem.maximal_rank();
        // A threshold that is no such number is above all sums.
        let threshold = L::try_from(threshold.clone()).ok();
        let mut pairs = 0_u128;
        for (rank, sums) in halves[0].iter().enumerate().take(most + 1) {
            for others in &halves[1][..(most + 1 - rank).min(halves[1].len())] {
                self.look(rank as u64)?;
                let mut above = others.len();
                for sum in sums {
                    let is_below = |other: &L| {
                        threshold.as_ref().is_none_or(|threshold| sum.plus(other) < *threshold)
                    };
                    while above > 0 && !is_below(&others[above - 1]) {
                        above -= 1;
                    }
                    pairs += above as u128;
                }
            }
        }
        Ok(pairs.into())
    }

    /// Counts on a grid of the threshold.
    fn on_grid(&self, threshold: &BigUint, rounding: Rounding) -> Result<BigUint, ValuesError> {
        if *threshold == BigUint::ZERO {
            return Ok(BigUint::ZERO);
        }
        let multiplicities = self.problem.spectrum().multiplicities();
        let (modes, most) = (self.problem.spectrum().rank(), self.problem.maximal_rank());
        // Without a bottleneck the rank needs no account; else what counts is how many are left out.
        let lists = if most < modes { most + 1 } else { 1 };
        let finest = (WORK / modes.max(1) / lists).clamp(1 << 10, FINEST);
        let mesh = threshold.to_usize().map_or(finest, |whole| whole.min(finest));
        let bins: Vec<usize> = self
            .squares
            .iter()
            .map(|square| {
                let scaled: BigUint = Into::<BigUint>::into(square.clone()) * mesh;
                let up = if rounding == Rounding::Up { threshold - 1_u32 } else { BigUint::ZERO };
                ((scaled + up) / threshold).to_usize().map_or(mesh, |bins| bins.min(mesh))
            })
            .collect();
        // By how many modes are learned, how many ways lead to each sum below the mesh.
        let mut ways = vec![vec![0.0_f64; mesh]; lists];
        ways[0][0] = 1.0;
        for (class, (&bins, &copies)) in bins.iter().zip(multiplicities).enumerate() {
            self.look(class as u64)?;
            ways = with_class(&ways, bins, copies, lists > 1);
        }
        let total: f64 = ways.iter().flatten().sum();
        let additions = (modes + 1) as f64 + (mesh * lists) as f64;
        let error = if total < 2_f64.powi(53) { 0.0 } else { additions * f64::EPSILON };
        let bound = match rounding {
            Rounding::Up => (total * (1.0 - error)).floor(),
            Rounding::Down => (total * (1.0 + error)).ceil(),
        };
        Ok(BigUint::from_f64(bound).unwrap_or(BigUint::ZERO))
    }

    fn look(&self, done: u64) -> Result<(), ValuesError> {
        let progress = Progress { done, total: Some(self.squares.len() as u64) };
        if self.observer.advance(progress).is_break() {
            Err(ValuesError::Interrupted)
        } else {
            Ok(())
        }
    }
}

/// Which way squares are rounded to the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rounding {
    Up,
    Down,
}

/// The ways with a class more, of which `left out · bins` is added to the sum and the rest to the rank.
fn with_class(ways: &[Vec<f64>], bins: usize, copies: usize, by_rank: bool) -> Vec<Vec<f64>> {
    let mesh = ways[0].len();
    let mut longer = vec![vec![0.0; mesh]; ways.len()];
    for (rank, from) in ways.iter().enumerate() {
        for left_out in 0..=copies {
            let to = if by_rank { rank + copies - left_out } else { 0 };
            let shift = left_out.saturating_mul(bins);
            if to >= longer.len() || shift >= mesh {
                continue;
            }
            for (sum, ways) in longer[to][shift..].iter_mut().zip(from) {
                *sum += ways;
            }
        }
    }
    longer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Architecture, Spectrum, all_values};

    fn problem(sigma: &[u32], widths: &[usize]) -> Problem {
        let network = Architecture::new(widths.to_vec()).expect("widths");
        Problem::from_spectrum(network, Spectrum::exact_integers(sigma)).expect("fits")
    }

    fn listed(problem: &Problem, loss: f64) -> u64 {
        let all = all_values(problem, &()).expect("few");
        all.iter().filter(|value| value.loss() < loss).map(|value| value.multiplicity).sum()
    }

    fn by_grid(problem: &Problem, loss: &BigRational) -> [BigUint; 2] {
        let Thresholds { sure, possible } = thresholds(problem, loss);
        let Units::Small(squares) = problem.squares().units() else { panic!("small squares") };
        let count = Count { problem, squares, observer: &() };
        let bounds = [(&sure, Rounding::Up), (&possible, Rounding::Down)];
        bounds.map(|(threshold, rounding)| count.on_grid(threshold, rounding).expect("counted"))
    }

    #[test]
    fn halves_and_grid_count_what_a_listing_lists() {
        for (sigma, widths) in [
            (&[9, 7, 7, 5, 4, 4, 4, 1][..], &[8, 8, 8][..]),
            (&[9, 8, 7, 5, 4, 3, 2, 1], &[8, 3, 8]),
            (&[5, 5, 5, 5, 5], &[5, 4, 5]),
            (&[3, 2], &[2, 2]),
        ] {
            let problem = problem(sigma, widths);
            for quarter in 0..500 {
                let loss = f64::from(quarter) / 4.0;
                let bound = BigRational::from_float(loss).expect("finite");
                let expected: BigUint = listed(&problem, loss).into();
                let below = families_below(&problem, &bound, &()).expect("counted");
                assert_eq!(below.number(), Ok(&expected), "{sigma:?} {loss}");
                if widths.len() > 2 {
                    // Few units: the grid is the units themselves.
                    assert_eq!(by_grid(&problem, &bound), [expected.clone(), expected]);
                }
            }
        }
    }

    #[test]
    fn hundreds_of_modes_are_bounded_from_both_sides() {
        let sigma: Vec<u32> = (1..=300).map(|mode| 1_000_003 * mode % 7_919_777 + 1).collect();
        let free = problem(&sigma, &[300, 300, 300]);
        // By symmetry half of all subsets leave out less than half of the energy, but for ties.
        let energy = BigRational::from_float(free.signal_energy()).expect("finite");
        let two = BigRational::from_u32(2).expect("whole");
        let half = &energy / &two;
        let below = families_below(&free, &half, &()).expect("counted");
        let exact: BigUint = BigUint::from(1_u32) << 299_u32;
        assert!(below.at_least <= exact && exact <= below.at_most, "{below:?}");
        let gap = (&below.at_most - &below.at_least).to_f64().expect("finite");
        assert!(gap / exact.to_f64().expect("finite") < 1e-2, "{gap:e}");
        assert!(below.number().is_err());
        let all = families_below(&free, &(energy * two), &());
        let all = all.expect("counted");
        assert_eq!(all.at_most, BigUint::from(1_u32) << 300_u32);
    }
}
