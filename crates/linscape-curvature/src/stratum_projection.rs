//! From weights near a critical point onto it.

use std::ops::ControlFlow;

use linscape_critical::{Observer, Problem, SingularBases, Weights};
use nalgebra::{DMatrix, DVector};

use crate::classification::stratum_of_ranks;
use crate::least_squares::least_squares;
use crate::rank_conditions::RankConditions;
use crate::rank_distances::RankDistances;
use crate::weight_errors::natural_size;
use crate::{
    Classification, FamilyShape, LearnedModes, ListedStratum, MeasureError, RankPattern,
    WeightErrors,
};

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
/// Steps of one projection.
const STEPS: usize = 12;
/// Relative size of a step after which the point may be the one looked for.
const SMALL: f64 = 1e-12;
/// Relative size of a step after which the next one is solved for in full.
const NEAR: f64 = 1e-9;
/// How well a step is solved for: coarse away from the stratum, where the conditions contradict
/// each other at second order, and in full near it.
const COARSE: f64 = 1e-9;
const FULL: f64 = 1e-13;
/// Most iterations for one step.
const ITERATIONS: usize = 3000;

impl Refinement {
    /// A rank-revealing projection. For growing distances, singular values that can vanish within
    /// them are taken for zero; the stratum whose ranks are read over the longest range of
    /// distances is the one meant. Gauss–Newton steps on its rank conditions (the gradient is one
    /// of them) then move the weights onto it: each is the least-squares solution of smallest norm,
    /// found by LSQR from products with the derivative, which is never formed. The point reached is
    /// classified anew, to rounding, and counts only if it is of that stratum and near enough.
    ///
    /// `None` when no stratum is read up to a distance of `0.2 σ_1^{1/h}`, two are read over ranges
    /// of similar length, the projection leads away, or the observer stops it.
    ///
    /// # Errors
    /// When the weights are of another shape than the problem, or a decomposition fails.
    ///
    /// # Complexity
    /// An iteration of a step is `O(h³)` products of matrices of the layers' sizes, as many of which
    /// are held; a step takes tens to hundreds of them, the more the worse conditioned the hidden
    /// bases are.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Architecture, Problem, SingularBases, Spectrum, Weights};
    /// use linscape_curvature::Refinement;
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
        let found = project(problem, bases, weights, &listed, limit, observer)?;
        Ok(found.map(|(weights, classification, moved, steps)| Self {
            weights,
            classification,
            moved,
            radius,
            steps,
        }))
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

type Projected = (Weights, Classification, f64, usize);

/// Moves weights onto a stratum, no farther than some times `limit`.
fn project(
    problem: &Problem,
    bases: &SingularBases,
    start: &Weights,
    listed: &ListedStratum,
    limit: f64,
    observer: &dyn Observer,
) -> Result<Option<Projected>, MeasureError> {
    /// The nearest point may be farther than the noise in every layer; the conditions are curved.
    const SLACK: f64 = 30.0;
    let target = bases.target(problem);
    let modes = LearnedModes::of(problem, bases, &start.product())?;
    let pattern = RankPattern::of(&listed.stratum, &FamilyShape::new(problem, &modes.subset));
    let mut weights = start.clone();
    let mut last = f64::INFINITY;
    for taken in 1..=STEPS {
        let conditions = RankConditions::at(&weights, &target, &pattern)?;
        let scale = norm(&weights) + natural_size(problem);
        let step = newton_step(&conditions, last, NEAR * scale, observer);
        let Some(step) = step.continue_value() else { return Ok(None) };
        last = step.norm();
        weights = moved_by(&weights, &step)?;
        let moved = distance(&weights, start);
        if moved > SLACK * limit {
            return Ok(None);
        }
        if last <= SMALL * scale || taken == STEPS {
            let errors = WeightErrors::of_rounding(problem, &weights, f64::EPSILON, None);
            let classification = Classification::of(problem, bases, &weights, &errors)?;
            if classification.stratum.as_ref() == Some(listed) {
                return Ok(Some((weights, classification, moved, taken)));
            }
        }
    }
    Ok(None)
}

/// The least-squares step of smallest norm, after one of length `last`; breaks when the observer
/// does.
fn newton_step(
    conditions: &RankConditions,
    last: f64,
    near: f64,
    observer: &dyn Observer,
) -> ControlFlow<(), DVector<f64>> {
    let values = -conditions.values();
    let solve = |tolerance| least_squares(conditions, &values, tolerance, ITERATIONS, observer);
    if last <= near {
        let step = solve(FULL)?;
        // A longer one than the last walks along the stratum, where the derivative is rounding.
        if step.norm() <= last {
            return ControlFlow::Continue(step);
        }
    }
    solve(COARSE)
}

fn moved_by(weights: &Weights, step: &DVector<f64>) -> Result<Weights, MeasureError> {
    let mut rest = step.as_slice();
    let mut matrices = Vec::with_capacity(weights.depth());
    for matrix in weights.matrices() {
        let (part, others) = rest.split_at(matrix.len());
        rest = others;
        matrices.push(matrix + DMatrix::from_column_slice(matrix.nrows(), matrix.ncols(), part));
    }
    Ok(Weights::new(matrices)?)
}

fn distance(weights: &Weights, start: &Weights) -> f64 {
    let pairs = weights.matrices().iter().zip(start.matrices());
    pairs.map(|(here, there)| (here - there).norm_squared()).sum::<f64>().sqrt()
}

fn norm(weights: &Weights) -> f64 {
    weights.matrices().iter().map(DMatrix::norm_squared).sum::<f64>().sqrt()
}
