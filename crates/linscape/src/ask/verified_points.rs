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
    let values = CriticalValues::new(problem, Direction::Lowest);
    Ok(values.flat_map(|value| value.families).collect())
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
            (None, Some(limit)) => self.first(&shapes, limit.get()),
            (None, None) => self.usual(&shapes, observer)?,
        };
        Ok(VerifiedPoints { families, points, selection, stopped })
    }

    fn usual(&self, shapes: &[FamilyShape], observer: &impl Observer) -> Result<Chosen, Limit> {
        let few = total(shapes).is_some_and(|total| total <= BigUint::from(MOST_LISTED));
        let large = shapes.iter().any(|shape| shape.parameters() - shape.beside().flat > LARGE);
        let usual = if large { USUAL_POINTS_OF_LARGE } else { USUAL_POINTS };
        if few || self.filter.morse_bott {
            let first = self.first(shapes, usual);
            if first.1 == PointSelection::Every {
                return Ok(first);
            }
        }
        self.random(shapes, usual, observer)
    }

    /// The first strata of the listing that meet the conditions.
    fn first(&self, shapes: &[FamilyShape], most: usize) -> Chosen {
        let mut all = shapes.iter().enumerate().flat_map(|(family, shape)| {
            listing(shape, self.filter).map(move |listed| (family, listed.stratum))
        });
        let points: Vec<_> = all.by_ref().take(most).collect();
        let more = all.next().is_some();
        (points, if more { PointSelection::First } else { PointSelection::Every }, false)
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
        let mut draw = || {
            let family = stream.below(shapes.len());
            let stratum = Stratum::random(&shapes[family], &mut stream);
            let wanted = everything || self.filter.accepts(&stratum.profile(&shapes[family]));
            wanted.then_some((family, stratum))
        };
        let total_points = Some(samples as u64);
        let goes_on = |at: &usize| {
            !at.is_multiple_of(1024)
                || observer.advance(Progress { done: 0, total: total_points }).is_continue()
        };
        let drawn = (0..samples).take_while(goes_on).map(|_| (0..PATIENCE).find_map(|_| draw()));
        let points: Vec<_> = drawn.collect::<Option<_>>().ok_or_else(|| {
            let total =
                total(shapes).map_or_else(|| "uncounted".to_owned(), |total| total.to_string());
            Limit::RareStrata { drawn: PATIENCE, total }
        })?;
        let stopped = points.len() < samples;
        Ok((points, PointSelection::Random, stopped))
    }
}

/// Components are found without visiting the other strata.
fn listing(shape: &FamilyShape, filter: StrataFilter) -> Box<dyn Iterator<Item = ListedStratum>> {
    if filter.morse_bott {
        Box::new(Components::of(shape).filter(move |listed| filter.accepts(&listed.profile)))
    } else {
        Box::new(Strata::matching(shape, filter))
    }
}

/// Number of strata of all families; `None` when counting would take too much memory.
fn total(shapes: &[FamilyShape]) -> Option<BigUint> {
    // The number depends on how many modes are learned, not on which.
    let mut by_rank: BTreeMap<usize, Option<BigUint>> = BTreeMap::new();
    shapes
        .iter()
        .map(|shape| {
            by_rank.entry(shape.learned()).or_insert_with(|| stratum_count(shape).ok()).clone()
        })
        .sum()
}
