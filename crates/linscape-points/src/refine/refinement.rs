//! From weights near a critical point onto it.

use linscape_critical::{NaturalUnits, Observer, Problem};
use linscape_network::{SingularBases, Weights};

use crate::classify::stratum_of_ranks;
use crate::measured::natural_size;
use crate::refine::{Narrowed, Projection, RankDistances, Reached, distance};
use crate::{Classification, MeasureError, WeightErrors};
use linscape_network::LearnedModes;
use linscape_strata::ListedStratum;

/// Weights moved to a critical point.
#[derive(Debug, Clone, PartialEq)]
pub struct Refinement {
    /// The point, in whitened coordinates.
    pub weights: Weights,
    /// What it is.
    pub classification: Classification,
    /// `‖δ‖` over all layers, in whitened coordinates.
    pub moved: f64,
    /// The smallest distance within which the stratum was read.
    pub radius: f64,
    /// Gauss–Newton steps taken.
    pub steps: usize,
}

/// Distances within which a critical point is looked for, relative to `σ_1^{1/h}`.
const SMALLEST_RADIUS: f64 = 1e-12;
const LARGEST_RADIUS: f64 = 0.2;
/// Ratio of one to the next.
const GROWTH: f64 = 2.0;
/// A singular value that vanishes only that many times farther away does not vanish.
const CLEAR: f64 = 10.0;
/// A stratum has to be read at as many distances in a row.
const SHORTEST: usize = 3;

impl Refinement {
    /// A rank-revealing projection. For growing distances, singular values that can vanish within
    /// them are taken for zero; the stratum whose ranks are read over the longest range of
    /// distances is the one meant. Gauss–Newton steps on its rank conditions (the gradient is one
    /// of them) then move the weights onto it, by LSQR from products with the derivative, which is
    /// never formed: first to the nearest point, then, where little is left to go, in bases of the
    /// hidden layers in which the conditions are well-conditioned. The point reached is classified
    /// anew, to rounding, and counts only if it is of that stratum and near enough.
    ///
    /// Of a large network in whose hidden layers few directions stand out, a narrower one is projected,
    /// of these directions alone: its critical points are the wide network's, and its conditions
    /// few. The point reached is then near and not the nearest.
    ///
    /// `None` when no stratum is read up to a distance of `0.2 σ_1^{1/h}`, two are read over ranges
    /// of similar length, the projection leads away, or the observer stops it.
    ///
    /// # Errors
    /// When the weights are of another shape than the problem, or a decomposition fails.
    ///
    /// # Complexity
    /// An iteration of a step is `O(h³)` products of matrices of the layers' sizes, as many of which
    /// are held; a step takes tens of them, the first one up to 400, the more the worse conditioned
    /// the hidden bases are.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Architecture, Problem, Spectrum};
    /// use linscape_network::{SingularBases, Weights};
    /// use linscape_points::Refinement;
    /// use nalgebra::DMatrix;
    /// let network = Architecture::new(vec![1, 1, 1, 1])?;
    /// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2]))?;
    /// let near_origin = Weights::new(vec![DMatrix::from_element(1, 1, 1e-3); 3])?;
    /// let bases = SingularBases::standard(&problem);
    /// let found = Refinement::of(&problem, &bases, &near_origin, &())?.ok_or("a saddle is near")?;
    /// assert!(found.weights.matrices()[0][(0, 0)].abs() < 1e-15);
    /// assert!((found.moved - 1e-3 * 3_f64.sqrt()).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(
        problem: &Problem,
        bases: &SingularBases,
        weights: &Weights,
        observer: &dyn Observer,
    ) -> Result<Option<Self>, MeasureError> {
        if let Some(narrowed) = Narrowed::of(problem, bases, weights)? {
            let found =
                Self::at_given_widths(&narrowed.problem, bases, &narrowed.weights, observer)?;
            if let Some(found) = found
                && let Some(widened) = found.widened(problem, bases, (weights, &narrowed))?
            {
                return Ok(Some(widened));
            }
        }
        Self::at_given_widths(problem, bases, weights, observer)
    }

    /// The point found by a narrowed network, as one of the wide network; none where it is of no stratum
    /// there or farther than what was left out lets expect.
    fn widened(
        self,
        problem: &Problem,
        bases: &SingularBases,
        (start, narrowed): (&Weights, &Narrowed),
    ) -> Result<Option<Self>, MeasureError> {
        let weights = narrowed.widened(&self.weights)?;
        let errors = WeightErrors::of_rounding(problem, &weights, f64::EPSILON, None);
        let classification = Classification::of(problem, bases, &weights, &errors)?;
        let moved = distance(&weights, start);
        let is_near = moved <= LARGEST_RADIUS * natural_size(problem);
        let is_found = classification.stratum.is_some() && is_near;
        Ok(is_found.then_some(Self { weights, classification, moved, ..self }))
    }

    fn at_given_widths(
        problem: &Problem,
        bases: &SingularBases,
        weights: &Weights,
        observer: &dyn Observer,
    ) -> Result<Option<Self>, MeasureError> {
        let rounding = WeightErrors::of_rounding(problem, weights, f64::EPSILON, None);
        let distances = RankDistances::at(weights, &bases.target(problem), &rounding)?;
        let modes = LearnedModes::of(problem, bases, &weights.product())?;
        let natural = natural_size(problem);
        let readings = radii().map(|radius| {
            let pattern = distances.read(radius * natural, CLEAR);
            let listed = pattern.and_then(|at| stratum_of_ranks(problem, &at, &modes).ok());
            (radius * natural, listed)
        });
        let Some((radius, listed)) = longest_reading(readings) else { return Ok(None) };
        let limit = radius * (weights.depth() as f64).sqrt();
        let projection = Projection::new(problem, bases, weights, &listed, limit)?;
        let reached = projection.reach(observer)?;
        Ok(reached.map(|Reached { weights, classification, moved, steps }| Self {
            weights,
            classification,
            moved,
            radius,
            steps,
        }))
    }
}

impl Refinement {
    /// A point of a stratum as it is.
    pub(crate) fn unmoved(weights: &Weights, classification: Classification) -> Self {
        Self { weights: weights.clone(), classification, moved: 0.0, radius: 0.0, steps: 0 }
    }

    /// The same in the units that the problem was stated in.
    pub(crate) fn restored(self, units: NaturalUnits) -> Self {
        Self {
            weights: self.weights.map(|entry| units.weight(entry)),
            classification: self.classification.restored(units),
            moved: units.weight(self.moved),
            radius: units.weight(self.radius),
            ..self
        }
    }
}

/// Growing distances.
fn radii() -> impl Iterator<Item = f64> {
    let growing = std::iter::successors(Some(SMALLEST_RADIUS), |radius| Some(radius * GROWTH));
    growing.take_while(|&radius| radius <= LARGEST_RADIUS)
}

/// The stratum read over the longest range of distances, and where that range begins; none when
/// another one is read over a range of similar length. Near a point of a stratum there are always
/// points of larger strata, nearer even; but these are so for a short range only.
fn longest_reading(
    readings: impl Iterator<Item = (f64, Option<ListedStratum>)>,
) -> Option<(f64, ListedStratum)> {
    let mut runs: Vec<(usize, f64, ListedStratum)> = Vec::new();
    for (radius, listed) in readings {
        let Some(listed) = listed else { continue };
        match runs.last_mut() {
            Some((length, _, last)) if *last == listed => *length += 1,
            _ => runs.push((1, radius, listed)),
        }
    }
    // The sort is stable: of equally long ones the nearest comes first.
    runs.sort_by_key(|run| std::cmp::Reverse(run.0));
    let rival = runs.get(1).map_or(0, |run| run.0);
    let (length, radius, listed) = runs.into_iter().next()?;
    (length >= SHORTEST && 2 * length >= 3 * rival).then_some((radius, listed))
}
