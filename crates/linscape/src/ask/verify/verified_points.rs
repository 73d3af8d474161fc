//! The strata at whose points theorem and numerics are compared.

use crate::Limit;
use linscape_critical::family_count;
use linscape_critical::{
    CriticalValues, Direction, Observer, Problem, Progress, RandomStream, SingularSubset,
};
use linscape_formats::PointSelection;
use linscape_strata::{
    Components, FamilyShape, ListedStratum, Strata, StrataFilter, Stratum, stratum_count,
};
use num_bigint::BigUint;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;

/// Most families that are verified together.
const MOST_FAMILIES: u32 = 4_096;
/// Most strata that are listed to find out how many meet the conditions.
const MOST_LISTED: u32 = 1_000_000;
/// Points checked unless another number is asked for: seconds in a small network.
const USUAL_POINTS: usize = 1_000;
/// The same in a large network, where a point takes a good part of a second or more.
const USUAL_POINTS_OF_LARGE: usize = 50;
/// Parameters beyond which a network is large.
const LARGE: usize = 500;
/// Most points at once: they are held in memory.
const MOST_POINTS: usize = 1_000_000;
/// Random strata drawn in vain before the search is given up.
const PATIENCE: usize = 100_000;

/// Families and, for each point, the family (by position) and the stratum.
pub(crate) struct VerifiedPoints {
    pub(crate) families: Vec<SingularSubset>,
    pub(crate) points: Vec<(usize, Stratum)>,
    pub(crate) selection: PointSelection,
    /// The observer stopped the choice before its end.
    pub(crate) stopped: bool,
}

/// Points of families by position, how they were chosen, and whether the observer stopped that.
type Chosen = (Vec<(usize, Stratum)>, PointSelection, bool);

/// Which points are asked for.
pub(crate) struct PointsWanted {
    /// One stratum of the only family.
    pub(crate) stratum: Option<Stratum>,
    pub(crate) filter: StrataFilter,
    pub(crate) samples: Option<NonZeroUsize>,
    pub(crate) limit: Option<NonZeroUsize>,
    pub(crate) seed: u64,
}

/// Every family of a problem, in order of loss.
pub(crate) fn all_families(problem: &Problem) -> Result<Vec<SingularSubset>, Limit> {
    let count = family_count(problem);
    if count > BigUint::from(MOST_FAMILIES) {
        return Err(Limit::VerifiedFamilies { families: count, most: MOST_FAMILIES });
    }
    let mut families = Vec::new();
    for value in CriticalValues::new(problem, Direction::Lowest, &()) {
        families.extend(value?.families.first(usize::MAX));
    }
    Ok(families)
}

impl PointsWanted {
    /// Chooses strata: the first ones with a limit, random ones when their number is given, and
    /// otherwise all of them if they are few, random ones if not.
    pub(crate) fn choose(
        &self,
        problem: &Problem,
        families: Vec<SingularSubset>,
        observer: &impl Observer,
    ) -> Result<VerifiedPoints, Limit> {
        let number = self.samples.or(self.limit).map_or(0, NonZeroUsize::get);
        if number > MOST_POINTS {
            return Err(Limit::VerifiedPoints { points: number, most: MOST_POINTS });
        }
        if let Some(stratum) = &self.stratum {
            let points = vec![(0, stratum.clone()); number.max(1)];
            let selection = PointSelection::Named;
            return Ok(VerifiedPoints { families, points, selection, stopped: false });
        }
        let shapes: Vec<FamilyShape> =
            families.iter().map(|subset| FamilyShape::new(problem, subset)).collect();
        let (points, selection, stopped) = match (self.samples, self.limit) {
            (Some(samples), _) => self.random(&shapes, samples.get(), observer)?,
            (None, Some(limit)) => self.first(&shapes, limit.get(), observer),
            (None, None) => self.usual(&shapes, observer)?,
        };
        Ok(VerifiedPoints { families, points, selection, stopped })
    }

    fn usual(&self, shapes: &[FamilyShape], observer: &impl Observer) -> Result<Chosen, Limit> {
        let few = total(shapes, observer).is_some_and(|total| total <= BigUint::from(MOST_LISTED));
        let large = shapes.iter().any(|shape| shape.parameters() - shape.beside().flat > LARGE);
        let usual = if large { USUAL_POINTS_OF_LARGE } else { USUAL_POINTS };
        if few || self.filter.morse_bott {
            let first = self.first(shapes, usual, observer);
            if first.1 == PointSelection::Every {
                return Ok(first);
            }
        }
        self.random(shapes, usual, observer)
    }

    /// The first strata of the listing that meet the conditions.
    fn first(&self, shapes: &[FamilyShape], most: usize, observer: &impl Observer) -> Chosen {
        let mut points = Vec::new();
        let mut looked = 0_u64;
        for (family, shape) in shapes.iter().enumerate() {
            let mut search = listing(shape, self.filter);
            while let Some(found) = search() {
                looked += 1;
                let progress = Progress { done: 0, total: Some(most as u64) };
                if looked.is_multiple_of(256) && observer.advance(progress).is_break() {
                    return (points, PointSelection::First, true);
                }
                let Some(listed) = found else { continue };
                if points.len() == most {
                    return (points, PointSelection::First, false);
                }
                points.push((family, listed.stratum));
            }
        }
        (points, PointSelection::Every, false)
    }

    /// Random strata of random families that meet the conditions.
    fn random(
        &self,
        shapes: &[FamilyShape],
        samples: usize,
        observer: &impl Observer,
    ) -> Result<Chosen, Limit> {
        let mut stream = RandomStream::new(self.seed, "verify strata");
        let everything = self.filter == StrataFilter::default();
        let mut drawn = 0_u64;
        let mut stopped = || {
            drawn += 1;
            let progress = Progress { done: 0, total: Some(samples as u64) };
            drawn.is_multiple_of(256) && observer.advance(progress).is_break()
        };
        let mut points = Vec::new();
        let mut in_vain = 0;
        while points.len() < samples && !stopped() {
            let family = stream.below(shapes.len());
            let stratum = Stratum::random(&shapes[family], &mut stream);
            if everything || self.filter.accepts(&stratum.profile(&shapes[family])) {
                points.push((family, stratum));
                in_vain = 0;
                continue;
            }
            in_vain += 1;
            if in_vain == PATIENCE {
                let total = total(shapes, observer);
                let total = total.map_or_else(|| "uncounted".to_owned(), |sum| sum.to_string());
                return Err(Limit::RareStrata { drawn: PATIENCE, total });
            }
        }
        let stopped = points.len() < samples;
        Ok((points, PointSelection::Random, stopped))
    }
}

/// Looks at one more stratum with each call; components are found without visiting the others.
fn listing(
    shape: &FamilyShape,
    filter: StrataFilter,
) -> Box<dyn FnMut() -> Option<Option<ListedStratum>>> {
    if filter.morse_bott {
        let mut search = Components::of(shape);
        Box::new(move || Some(search.look()?.filter(|listed| filter.accepts(&listed.profile))))
    } else {
        let mut search = Strata::matching(shape, filter);
        Box::new(move || search.look())
    }
}

/// Number of strata of all families; `None` when counting would take too much memory, or is stopped.
fn total(shapes: &[FamilyShape], observer: &impl Observer) -> Option<BigUint> {
    // The number depends on how many modes are learned, not on which.
    let mut by_rank: BTreeMap<usize, Option<BigUint>> = BTreeMap::new();
    shapes
        .iter()
        .map(|shape| {
            let count = || stratum_count(shape, observer).ok();
            by_rank.entry(shape.learned()).or_insert_with(count).clone()
        })
        .sum()
}
