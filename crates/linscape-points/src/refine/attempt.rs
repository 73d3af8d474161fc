//! The stratum that is read near weights, and the way onto it.

use linscape_critical::Observer;
use linscape_network::{LearnedModes, Target, Weights};
use linscape_strata::ListedStratum;

use crate::classify::stratum_of_ranks;
use crate::measured::natural_size;
use crate::refine::{LayerScales, Narrowed, Projection, RankDistances, distance};
use crate::{Classification, MeasureError, Refinement, WeightErrors};

/// Distances within which a critical point is looked for, relative to `σ_1^{1/h}`.
const SMALLEST_RADIUS: f64 = 1e-12;
const LARGEST_RADIUS: f64 = 0.2;
/// Ratio of one to the next.
const GROWTH: f64 = 2.0;
/// A singular value that vanishes only that many times farther away does not vanish.
const CLEAR: f64 = 10.0;
/// A stratum has to be read at as many distances in a row.
const SHORTEST: usize = 3;

/// The nearest point may be as many times farther than the smallest distance at which a stratum is read:
/// conditions are curved, and noise adds up over the layers.
const SLACK: f64 = 30.0;

/// Layers in units in which a stratum is read.
pub(crate) struct Attempt {
    scales: LayerScales,
    /// All layers in these units.
    scaled: Weights,
    /// The same narrowed to what they use.
    narrowed: Option<Narrowed>,
    reading: Reading,
}

impl Attempt {
    /// With layers in the units given; none where no stratum is read.
    pub(crate) fn of(
        target: &Target,
        weights: &Weights,
        scales: LayerScales,
        is_narrowed: bool,
    ) -> Result<Option<Self>, MeasureError> {
        let scaled = scales.scaled(weights)?;
        let narrowed = if is_narrowed { Narrowed::of(target, &scaled)? } else { None };
        if is_narrowed && narrowed.is_none() {
            return Ok(None);
        }
        let (network, start) = network(target, &scaled, narrowed.as_ref());
        let reading = Reading::of(network, start)?;
        Ok(reading.map(|reading| Self { scales, scaled, narrowed, reading }))
    }

    /// Whether layers of one size, which these are in, are worth an attempt after another one: where modes
    /// are learned, so that every layer has a size of its own, and not where the two read different
    /// strata of the whole network over ranges of similar length.
    pub(crate) fn is_worth_making_after(&self, first: Option<&Self>) -> bool {
        let contradicts = |first: &Self| {
            self.narrowed.is_none()
                && first.reading.listed != self.reading.listed
                && !self.reading.is_clear_of(first.reading.length)
        };
        self.reading.learns && !first.is_some_and(contradicts)
    }

    /// Goes onto the stratum that was read.
    pub(crate) fn reach(
        &self,
        target: &Target,
        weights: &Weights,
        observer: &dyn Observer,
    ) -> Result<Option<Refinement>, MeasureError> {
        let Reading { radius, last, listed, .. } = &self.reading;
        let (network, start) = network(target, &self.scaled, self.narrowed.as_ref());
        // In layers of one size all distances up to the last one are as good as the first.
        let is_plain = self.scales == LayerScales::none(weights.depth());
        let far = (SLACK * radius).max(if is_plain { 0.0 } else { *last });
        let far = far * (weights.depth() as f64).sqrt();
        let projection = Projection::new(network, start, listed, far)?;
        let Some(reached) = projection.reach(observer)? else { return Ok(None) };
        let there = match &self.narrowed {
            Some(narrowed) => narrowed.widened(&reached.weights)?,
            None => reached.weights,
        };
        // What a narrow network leaves out is not among its conditions.
        let is_near = self.narrowed.is_none()
            || distance(&there, &self.scaled) <= LARGEST_RADIUS * natural_size(target.problem());
        let there = self.scales.restored(&there)?;
        let classification = if is_plain && self.narrowed.is_none() {
            reached.classification
        } else {
            let errors = WeightErrors::of_rounding(target.problem(), &there, f64::EPSILON, None);
            Classification::of(target, &there, &errors)?
        };
        let is_found = match &self.narrowed {
            Some(_) => classification.stratum.is_some(),
            None => classification.stratum.as_ref() == Some(listed),
        };
        Ok((is_near && is_found).then(|| Refinement {
            moved: distance(&there, weights),
            weights: there,
            classification,
            radius: *radius,
            steps: reached.steps,
        }))
    }
}

/// The narrow network, or the whole one.
fn network<'a>(
    target: &'a Target,
    scaled: &'a Weights,
    narrowed: Option<&'a Narrowed>,
) -> (&'a Target, &'a Weights) {
    narrowed.map_or((target, scaled), |narrowed| (&narrowed.target, &narrowed.weights))
}

/// The stratum that is read over the longest range of distances.
struct Reading {
    /// How many distances in a row.
    length: usize,
    /// Where that range begins.
    radius: f64,
    /// Where it ends.
    last: f64,
    listed: ListedStratum,
    /// Whether the family has learned a mode.
    learns: bool,
}

impl Reading {
    /// None when another stratum is read over a range of similar length. Near a point of a stratum there
    /// are always points of larger strata, nearer even; but these are so for a short range only.
    fn of(target: &Target, weights: &Weights) -> Result<Option<Self>, MeasureError> {
        let problem = target.problem();
        let rounding = WeightErrors::of_rounding(problem, weights, f64::EPSILON, None);
        let distances = RankDistances::at(weights, target.matrix(), &rounding)?;
        let modes = LearnedModes::of(target, &weights.product())?;
        let natural = natural_size(problem);
        let rank = problem.spectrum().rank();
        let learns = modes.subset.rank() > 0;
        let mut runs: Vec<Self> = Vec::new();
        for radius in radii().map(|radius| radius * natural) {
            let pattern = distances.read(radius, CLEAR, rank);
            let listed = pattern.and_then(|at| stratum_of_ranks(problem, &at, &modes).ok());
            let Some(listed) = listed else { continue };
            match runs.last_mut() {
                Some(run) if run.listed == listed => {
                    run.length += 1;
                    run.last = radius;
                }
                _ => runs.push(Self { length: 1, radius, last: radius, listed, learns }),
            }
        }
        // The sort is stable: of equally long ones the nearest comes first.
        runs.sort_by_key(|run| std::cmp::Reverse(run.length));
        let rival = runs.get(1).map_or(0, |run| run.length);
        let longest = runs.into_iter().next();
        Ok(longest.filter(|run| run.length >= SHORTEST && run.is_clear_of(rival)))
    }

    /// Whether this range is half as long again as that of a rival.
    fn is_clear_of(&self, rival: usize) -> bool {
        2 * self.length >= 3 * rival
    }
}

/// Growing distances.
fn radii() -> impl Iterator<Item = f64> {
    let growing = std::iter::successors(Some(SMALLEST_RADIUS), |radius| Some(radius * GROWTH));
    growing.take_while(|&radius| radius <= LARGEST_RADIUS)
}
