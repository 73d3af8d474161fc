//! Families in groups that share a critical value.

use crate::values::{Classes, Crowd, Search, WholeLevel};
use crate::{Direction, Families, Observer, Problem, Progress, SingularSubset, ValuesError};
use std::collections::VecDeque;

/// More families than this that share a value, or hang together with it, are counted.
const CROWD: usize = 1 << 16;

/// Most steps of one tolerance that a chain of close losses is followed down before its groups are
/// cut from below.
const LONGEST_CHAIN: usize = 1 << 10;

/// The families of one critical value after the other: all whose losses are within a tolerance of
/// the lowest of them (equal, for exact problems).
///
/// They are listed best-first as long as groups are small; from the first crowd on they are counted,
/// window by window.
#[derive(Debug)]
pub(crate) struct ValueGroups<L> {
    classes: Option<Classes<L>>,
    squares: Vec<L>,
    multiplicities: Vec<usize>,
    slots: usize,
    direction: Direction,
    gap: L,
    /// Most families that are listed together.
    most: usize,
    road: Road<L>,
}

#[derive(Debug)]
enum Road<L> {
    /// Families one by one, and groups cut from a chain of close losses.
    Listed { search: Box<Search<L>>, cut: VecDeque<Vec<SingularSubset>> },
    /// From this level on in windows, and windows cut from a chain, both ends included.
    Counted { next: Option<L>, cut: Vec<(L, L)> },
    /// An error was the last item.
    Ended,
}

impl<L: WholeLevel> ValueGroups<L> {
    pub(crate) fn new(problem: &Problem, squares: &[L], direction: Direction, gap: L) -> Self {
        let search = Box::new(Search::new(problem, squares, direction));
        Self {
            classes: None,
            squares: squares.to_vec(),
            multiplicities: problem.spectrum().multiplicities().to_vec(),
            slots: problem.maximal_rank(),
            direction,
            gap,
            most: CROWD,
            road: Road::Listed { search, cut: VecDeque::new() },
        }
    }

    /// The families of the next value.
    pub(crate) fn next(
        &mut self,
        observer: &impl Observer,
    ) -> Option<Result<Families, ValuesError>> {
        let found = self.try_next(observer);
        if found.is_err() {
            self.road = Road::Ended;
        }
        found.transpose()
    }

    fn try_next(&mut self, observer: &impl Observer) -> Result<Option<Families>, ValuesError> {
        if let Road::Listed { search, cut } = &mut self.road {
            if let Some(group) = cut.pop_front() {
                return Ok(Some(Families::listed(group)));
            }
            match chain(search, &self.gap, (self.direction, self.most), observer)? {
                Chain::None => return Ok(None),
                Chain::Short(families) => {
                    *cut = groups(families, &self.gap, self.direction);
                    return Ok(cut.pop_front().map(Families::listed));
                }
                Chain::Crowd { distance } => {
                    let classes = Classes::new(&self.squares, &self.multiplicities, self.slots)?;
                    let (lowest, highest) = classes.ends();
                    let next = match self.direction {
                        Direction::Lowest => lowest.plus(&distance),
                        Direction::Highest => highest.minus(&distance),
                    };
                    self.classes = Some(classes);
                    self.road = Road::Counted { next: Some(next), cut: Vec::new() };
                }
            }
        }
        match self.direction {
            Direction::Lowest => self.upwards(observer),
            Direction::Highest => self.downwards(observer),
        }
    }

    /// The crowd in a window; `None` when nobody is there.
    fn crowd(
        &self,
        window: (L, L),
        observer: &impl Observer,
    ) -> Result<Option<WithLevels<L>>, ValuesError> {
        let Some(classes) = &self.classes else { return Ok(None) };
        let crowd = Crowd::new(classes, window, observer)?;
        Ok(crowd.levels().map(|levels| (crowd, levels)))
    }

    fn ends(&self) -> (L, L) {
        self.classes.as_ref().map_or((L::zero(), L::zero()), Classes::ends)
    }

    fn upwards(&mut self, observer: &impl Observer) -> Result<Option<Families>, ValuesError> {
        let Road::Counted { next, .. } = &self.road else { return Ok(None) };
        let Some(first) = next.clone() else { return Ok(None) };
        let last = first.plus(&self.gap);
        let above = last.plus(&L::one());
        let following = self.crowd((above, self.ends().1), observer)?.map(|(_, levels)| levels.0);
        let found = self.crowd((first, last), observer)?;
        self.road = Road::Counted { next: following, cut: Vec::new() };
        Ok(found.map(|(crowd, _)| Families::crowd(crowd)))
    }

    fn downwards(&mut self, observer: &impl Observer) -> Result<Option<Families>, ValuesError> {
        let Road::Counted { next, cut } = &mut self.road else { return Ok(None) };
        if let Some(window) = cut.pop() {
            let found = self.crowd(window, observer)?;
            return Ok(found.map(|(crowd, _)| Families::crowd(crowd)));
        }
        let Some(top) = next.take() else { return Ok(None) };
        // All that hangs together with the top.
        let mut bottom = top.clone();
        for step in 0.. {
            if step == LONGEST_CHAIN {
                return Err(ValuesError::Crowd { states: LONGEST_CHAIN });
            }
            let below = if bottom > self.gap { bottom.minus(&self.gap) } else { L::zero() };
            let Some((_, levels)) = self.crowd((below, bottom.clone()), observer)? else { break };
            if levels.0 == bottom {
                break;
            }
            bottom = levels.0;
        }
        // From below a group ends where the distance to its first member says so.
        let mut windows = Vec::new();
        let mut first = Some(bottom.clone());
        while let Some(low) = first {
            let high = low.plus(&self.gap);
            let above = high.plus(&L::one());
            windows.push((low, high));
            let more = above <= top;
            let rest = if more { self.crowd((above, top.clone()), observer)? } else { None };
            first = rest.map(|(_, levels)| levels.0);
        }
        let lowest = self.ends().0;
        let following = if bottom > lowest {
            let below = bottom.minus(&L::one());
            self.crowd((lowest, below), observer)?.map(|(_, levels)| levels.1)
        } else {
            None
        };
        let last = windows.pop();
        self.road = Road::Counted { next: following, cut: windows };
        let found = last.map(|window| self.crowd(window, observer)).transpose()?.flatten();
        Ok(found.map(|(crowd, _)| Families::crowd(crowd)))
    }
}

/// A crowd with its lowest and its highest level.
type WithLevels<L> = (Crowd<L>, (L, L));

/// Families that hang together.
enum Chain<L> {
    None,
    /// With their distances from the end that the listing started at.
    Short(Vec<(L, SingularSubset)>),
    /// Too many; the first is so far from that end.
    Crowd {
        distance: L,
    },
}

/// Upwards a group ends where the distance to its first member says so. Downwards its lowest member
/// is not known yet: take all that hang together, to be cut from below.
fn chain<L: WholeLevel>(
    search: &mut Search<L>,
    gap: &L,
    (direction, most): (Direction, usize),
    observer: &impl Observer,
) -> Result<Chain<L>, ValuesError> {
    let Some(first) = search.next() else { return Ok(Chain::None) };
    let distance = first.0.clone();
    let mut last = distance.clone();
    let mut chain = vec![first];
    while search.peek().is_some_and(|next| *next <= last.plus(gap)) {
        let Some(family) = search.next() else { break };
        if direction == Direction::Highest {
            last = family.0.clone();
        }
        chain.push(family);
        if chain.len() > most {
            return Ok(Chain::Crowd { distance });
        }
        let progress = Progress { done: chain.len() as u64, total: None };
        if chain.len().is_multiple_of(4096) && observer.advance(progress).is_break() {
            return Err(ValuesError::Interrupted);
        }
    }
    Ok(Chain::Short(chain))
}

/// The groups of a chain in the order of the listing, each in the order of count vectors.
fn groups<L: WholeLevel>(
    mut chain: Vec<(L, SingularSubset)>,
    gap: &L,
    direction: Direction,
) -> VecDeque<Vec<SingularSubset>> {
    let is_reversed = direction == Direction::Highest;
    if is_reversed {
        chain.reverse();
    }
    let mut groups: VecDeque<Vec<SingularSubset>> = VecDeque::new();
    let mut first: Option<L> = None;
    for (level, subset) in chain {
        let distance =
            |first: &L| if is_reversed { first.minus(&level) } else { level.minus(first) };
        match (&first, groups.back_mut()) {
            (Some(first), Some(group)) if distance(first) <= *gap => group.push(subset),
            _ => {
                first = Some(level);
                groups.push_back(vec![subset]);
            }
        }
    }
    for group in &mut groups {
        group.sort();
    }
    if is_reversed {
        groups.make_contiguous().reverse();
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::Units;
    use crate::{Architecture, Spectrum, Tolerance};

    fn problem(values: &[f64], hidden: usize, tolerance: Option<f64>) -> Problem {
        let network = Architecture::new(vec![values.len(), hidden, values.len()]).expect("widths");
        let Some(tolerance) = tolerance else {
            let exact = |value: &f64| crate::parse_exact(&value.to_string()).expect("number");
            let spectrum = Spectrum::from_exact(values.iter().map(exact).collect()).expect("exact");
            return Problem::from_spectrum(network, spectrum).expect("fits");
        };
        let mut tolerance = Tolerance::given(tolerance);
        let spectrum = Spectrum::from_floats(values, &mut tolerance).expect("finite");
        Problem::from_spectrum(network, spectrum).expect("fits").with_tolerance(Some(tolerance))
    }

    /// The groups of a problem when at most `most` families are listed together.
    fn groups_of(problem: &Problem, direction: Direction, most: usize) -> Vec<Families> {
        let Units::Small(squares) = problem.squares().units() else { panic!("small numbers") };
        let gap = problem.coincidence_in_units();
        let mut groups = ValueGroups::new(problem, squares, direction, gap);
        groups.most = most;
        std::iter::from_fn(|| groups.next(&()).map(|found| found.expect("few states"))).collect()
    }

    #[test]
    fn crowds_are_the_groups_that_listing_finds() {
        let problems = [
            problem(&[5.0, 4.0, 3.0], 3, None),
            problem(&[6.0, 5.0, 4.0, 3.0, 2.0, 1.0], 6, None),
            problem(&[6.0, 5.0, 4.0, 3.0, 2.0, 1.0], 3, None),
            problem(&[2.0, 2.0, 2.0, 1.0, 1.0], 4, None),
            problem(&[3.0, 2.0, 1e-4, 1.1e-4, 1.2e-4, 1.3e-4], 6, Some(1e-6)),
            problem(&[3.0, 2.0, 1e-4, 1.1e-4, 1.2e-4, 1.3e-4], 3, Some(1e-6)),
            problem(&[1.0, 0.5, 0.02, 0.019, 0.018, 0.017, 0.016], 7, Some(5e-4)),
        ];
        let mut crowds = 0;
        for problem in &problems {
            for direction in [Direction::Lowest, Direction::Highest] {
                let listed = groups_of(problem, direction, CROWD);
                let counted = groups_of(problem, direction, 1);
                assert_eq!(listed.len(), counted.len());
                for (listed, crowd) in listed.iter().zip(&counted) {
                    let families = listed.as_list().expect("few");
                    assert_eq!(crowd.number(), families.len().into());
                    assert_eq!(crowd.first(usize::MAX), families);
                    assert_eq!(crowd.first(2), families[..families.len().min(2)]);
                    for (at, family) in families.iter().enumerate() {
                        assert_eq!(crowd.position(family), Some(at.into()));
                    }
                    let losses = |families: &[SingularSubset]| -> Vec<f64> {
                        families.iter().map(|family| problem.loss(family)).collect()
                    };
                    let ends = |losses: Vec<f64>| {
                        let least = losses.iter().copied().fold(f64::INFINITY, f64::min);
                        (least, losses.iter().copied().fold(0.0, f64::max))
                    };
                    let (expected, found) =
                        (ends(losses(families)), ends(losses(&crowd.extremes())));
                    assert!((expected.0 - found.0).abs() <= 1e-15 * expected.1.max(1.0));
                    assert!((expected.1 - found.1).abs() <= 1e-15 * expected.1.max(1.0));
                    crowds += usize::from(crowd.as_list().is_none());
                }
            }
        }
        assert!(crowds > 40, "{crowds}");
    }

    #[test]
    fn two_to_the_forty_coinciding_families_are_counted() {
        let mut values = vec![5.0, 4.0, 3.0, 2.0, 1.0];
        values.extend((0..40).map(|k| 1e-8 * (1.0 + f64::from(k) / 100.0)));
        let problem = problem(&values, 45, Some(1e-12));
        for (direction, lowest) in [(Direction::Lowest, 0.0), (Direction::Highest, 27.5)] {
            let mut found = crate::CriticalValues::new(&problem, direction, &());
            let value = found.next().expect("a value").expect("counted");
            assert!((value.loss - lowest).abs() < 1e-12);
            assert_eq!(value.families.number(), num_bigint::BigUint::from(1_u32) << 40);
        }
    }
}
