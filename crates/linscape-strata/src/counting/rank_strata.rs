//! What the strata of a family have in common with those of every family of the same rank.

use linscape_critical::{Observer, Progress};
use num_bigint::BigUint;
use num_traits::Zero;

use crate::{ComponentKind, Components, FamilyShape, StratumCounts};
use linscape_critical::PointType;

/// Most coefficients, over all types, of a series that is worth its time in a summary.
const LARGEST_SERIES: usize = 1 << 21;

/// Most choices of pairs, and most strata with them, that are searched for components in a summary.
const LARGEST_SEARCH: usize = 1 << 16;

/// Strata of the families of one rank: which strata exist depends on the rank alone; the subset
/// only adds its swaps to the index and its ties to the dimension.
///
/// # Examples
/// ```
/// use linscape_critical::{Architecture, PointType, Problem, SingularSubset, Spectrum};
/// use linscape_strata::{FamilyShape, RankStrata};
/// let network = Architecture::new(vec![2, 2, 2, 2])?;
/// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2, 1]))?;
/// let second = FamilyShape::new(&problem, &SingularSubset::from_counts(vec![0, 1]));
/// let strata = RankStrata::of(&second, &()).ok_or("not stopped")?.family(&second);
/// assert_eq!(strata.count, Some(4_u32.into()));
/// assert_eq!(strata.types, Some(vec![PointType::StrictSaddle]));
/// // Three components of dimension 7 = nullity.
/// let kinds = strata.components.expect("a small network");
/// assert_eq!((kinds[0].count, kinds[0].dimension, kinds[0].inertia.negative), (3, 7, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct RankStrata {
    counts: Option<StratumCounts>,
    components: Option<Vec<ComponentKind>>,
}

/// A summary of the strata of one family; `None` where counting or searching would take long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FamilyStrata {
    /// Exact number of strata.
    pub count: Option<BigUint>,
    /// The types that occur among them, in the order of [`PointType::ALL`].
    pub types: Option<Vec<PointType>>,
    /// The irreducible components by kind.
    pub components: Option<Vec<ComponentKind>>,
}

impl RankStrata {
    /// The strata of all families with as many modes learned as this one; `None` when the observer
    /// stops.
    ///
    /// # Complexity
    /// That of [`StratumCounts::of`] and [`Components::kinds`]; what would take more than a few
    /// seconds is left out.
    #[must_use]
    pub fn of(shape: &FamilyShape, observer: &impl Observer) -> Option<Self> {
        let leading = shape.as_leading();
        let counts = counts_in_time(&leading, observer);
        let is_small = search_size(shape) <= LARGEST_SEARCH
            && Components::candidates_up_to(&leading, LARGEST_SEARCH).is_some();
        let components = is_small.then(|| Components::kinds_watched(&leading, observer)).flatten();
        observer.advance(Progress { done: 1, total: Some(1) }).continue_value()?;
        Some(Self { counts, components })
    }

    /// The strata of one family of this rank.
    #[must_use]
    pub fn family(&self, shape: &FamilyShape) -> FamilyStrata {
        let occurs = |counts: &StratumCounts, point_type: &PointType| {
            if shape.is_leading() {
                !counts.of_type(*point_type).is_zero()
            } else {
                *point_type == PointType::StrictSaddle
            }
        };
        let types = |counts: &StratumCounts| {
            PointType::ALL.into_iter().filter(|point_type| occurs(counts, point_type)).collect()
        };
        let shifted = |kind: &ComponentKind| shift(*kind, shape);
        FamilyStrata {
            count: self.counts.as_ref().map(StratumCounts::total),
            types: self.counts.as_ref().map(types),
            components: self.components.as_ref().map(|kinds| kinds.iter().map(shifted).collect()),
        }
    }
}

/// Numbers of strata, unless counting would take more than a few seconds or is stopped.
pub(crate) fn counts_in_time(
    shape: &FamilyShape,
    observer: &impl Observer,
) -> Option<StratumCounts> {
    let is_small = series_size(shape) <= LARGEST_SERIES;
    is_small.then(|| StratumCounts::watched(shape, observer).ok()).flatten()
}

/// A swap turns a positive eigenvalue into a negative one, a tie into a zero and a dimension.
fn shift(mut kind: ComponentKind, shape: &FamilyShape) -> ComponentKind {
    kind.dimension += shape.pairs_tied();
    kind.inertia.negative += shape.pairs_down();
    kind.inertia.zero += shape.pairs_tied();
    kind.inertia.positive -= shape.pairs_down() + shape.pairs_tied();
    kind
}

/// Coefficients of the generating functions by type, as [`StratumCounts::of`] states them.
fn series_size(shape: &FamilyShape) -> usize {
    let hidden = &shape.widths()[1..shape.depth()];
    let rooms = hidden.iter().map(|width| width - shape.learned() + 1);
    let layers = rooms.fold(1_usize, usize::saturating_mul);
    let sets = 1_usize.checked_shl(u32::try_from(hidden.len()).unwrap_or(u32::MAX));
    layers.saturating_mul(shape.unlearned() + 1).saturating_mul(sets.unwrap_or(usize::MAX))
}

/// Choices of pairs for the unlearned modes: `C(n + k, k)` for `n` modes and `k` kinds of pair
/// beside the balanced one.
fn search_size(shape: &FamilyShape) -> usize {
    let depth = shape.depth();
    let kinds = (depth * depth.saturating_sub(1) / 2).saturating_sub(1);
    let mut choices = 1_usize;
    for step in 1..=kinds {
        choices = choices.saturating_mul(shape.unlearned() + step) / step;
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Problem, SingularSubset, Spectrum};

    #[test]
    fn a_family_has_the_components_of_its_rank_shifted_by_its_swaps_and_ties() {
        let widths = [vec![3, 2, 3, 3], vec![4, 3, 3, 3], vec![3, 3, 3], vec![3, 3, 2, 3, 3]];
        let mut compared = 0;
        for (widths, sigma) in widths.iter().flat_map(|w| [(w, [3, 2, 1]), (w, [2, 2, 1])]) {
            let network = Architecture::new(widths.clone()).expect("widths");
            let problem =
                Problem::from_spectrum(network, Spectrum::exact_integers(&sigma)).expect("fits");
            for subset in [&[1][..], &[2], &[3], &[1, 3], &[2, 3]] {
                let Ok(subset) = problem.subset(subset) else { continue };
                let shape = FamilyShape::new(&problem, &subset);
                let summary = RankStrata::of(&shape, &()).expect("not stopped").family(&shape);
                assert_eq!(summary.components, Some(Components::kinds(&shape)), "{widths:?}");
                let counts = StratumCounts::of(&shape).expect("small");
                assert_eq!(summary.count, Some(counts.total()));
                compared += 1;
            }
        }
        assert!(compared > 20);
    }

    #[test]
    fn depth_one_has_one_stratum_and_one_component() {
        let network = Architecture::new(vec![3, 2]).expect("widths");
        let problem =
            Problem::from_spectrum(network, Spectrum::exact_integers(&[2, 1])).expect("fits");
        let all = SingularSubset::from_counts(vec![1, 1]);
        let shape = FamilyShape::new(&problem, &all);
        let summary = RankStrata::of(&shape, &()).expect("not stopped").family(&shape);
        assert_eq!(summary.count, Some(1_u32.into()));
        assert_eq!(summary.types, Some(vec![PointType::GlobalMinimum]));
        let kinds = summary.components.expect("small");
        assert_eq!((kinds.len(), kinds[0].count, kinds[0].dimension), (1, 1, 0));
        assert_eq!(kinds[0].inertia.positive, 6);
    }
}
