//! From weights near a critical point onto it.

use linscape_critical::{Problem, SingularBases, Weights};
use linscape_lapack::{DecompositionError, multiply, symmetric_eigen, thin_svd};
use nalgebra::{DMatrix, DVector};

use crate::classification::stratum_of;
use crate::point_spectra::PointSpectra;
use crate::rank_conditions::RankConditions;
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
/// Steps of one projection.
const STEPS: usize = 12;
/// Relative size of a last step.
const SETTLED: f64 = 1e-15;
/// Smallest curvature of the conditions, relative to the largest, that is taken for a constraint.
const FLAT: f64 = 1e-12;

impl Refinement {
    /// A rank-revealing projection. For growing distances, singular values that may be zero within
    /// them are taken for zero; the stratum whose ranks are read over the longest range of
    /// distances is the one meant. Gauss–Newton steps on its rank conditions (the gradient is one
    /// of them) then move the weights onto it, by the least-squares solution of smallest norm with
    /// as many independent conditions as the stratum's codimension says. The point reached is
    /// classified anew, to rounding, and counts only if it is of that stratum and near enough.
    ///
    /// `None` when no stratum is read up to a distance of `0.2 σ_1^{1/h}`, two are read over ranges
    /// of similar length, or the projection leads away.
    ///
    /// # Errors
    /// When the weights are of another shape than the problem, or a decomposition fails.
    ///
    /// # Complexity
    /// `O(N³)` time a step, `8 N²` bytes.
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
    /// let found = Refinement::of(&problem, &bases, &near_origin)?.ok_or("a saddle is near")?;
    /// assert!(found.weights.matrices()[0][(0, 0)].abs() < 1e-15);
    /// assert!((found.moved - 1e-3 * 3_f64.sqrt()).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(
        problem: &Problem,
        bases: &SingularBases,
        weights: &Weights,
    ) -> Result<Option<Self>, MeasureError> {
        let spectra = PointSpectra::at(weights, &bases.target(problem))?;
        let modes = LearnedModes::of(problem, bases, &weights.product())?;
        let rounding = WeightErrors::of_rounding(problem, weights, f64::EPSILON, None);
        let natural = natural_size(problem);
        let readings = radii().map(|radius| {
            let errors = WeightErrors::within(weights, radius * natural, rounding.target);
            let reading = spectra.read(&errors);
            let listed = stratum_of(problem, &reading, &modes, &errors).ok().flatten();
            (radius * natural, listed)
        });
        let Some((radius, listed)) = longest_reading(readings) else { return Ok(None) };
        let limit = radius * (weights.depth() as f64).sqrt();
        let found = project(problem, bases, weights, &listed, limit)?;
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
    (2 * length >= 3 * rival).then_some((radius, listed))
}

type Projected = (Weights, Classification, f64, usize);

/// Moves weights onto a stratum, no farther than a few times `limit`.
fn project(
    problem: &Problem,
    bases: &SingularBases,
    start: &Weights,
    listed: &ListedStratum,
    limit: f64,
) -> Result<Option<Projected>, MeasureError> {
    /// The nearest point may be as far as the noise in every layer; the conditions are curved.
    const SLACK: f64 = 10.0;
    let target = bases.target(problem);
    let modes = LearnedModes::of(problem, bases, &start.product())?;
    let shape = FamilyShape::new(problem, &modes.subset);
    let pattern = RankPattern::of(&listed.stratum, &shape);
    let dimension = listed.profile.dimension - shape.ignored;
    let codimension = start.parameters() - dimension;
    let mut weights = start.clone();
    for taken in 0..STEPS {
        let conditions = RankConditions::at(&weights, &target, &pattern)?;
        let Some(step) = newton_step(&conditions, codimension)? else { return Ok(None) };
        let size = step.norm();
        weights = moved_by(&weights, &step)?;
        let moved = distance(&weights, start);
        if moved > SLACK * limit {
            return Ok(None);
        }
        if size <= SETTLED * (norm(&weights) + natural_size(problem)) || taken + 1 == STEPS {
            let errors = WeightErrors::of_rounding(problem, &weights, f64::EPSILON, None);
            let classification = Classification::of(problem, bases, &weights, &errors)?;
            let same = classification.stratum.as_ref() == Some(listed);
            return Ok(same.then_some((weights, classification, moved, taken + 1)));
        }
    }
    Ok(None)
}

/// The least-squares step of smallest norm; `None` when fewer conditions than the codimension are
/// independent, or more.
fn newton_step(
    conditions: &RankConditions,
    codimension: usize,
) -> Result<Option<DVector<f64>>, DecompositionError> {
    let eigen = symmetric_eigen(conditions.normal.clone())?;
    let order = eigen.values.len();
    let largest = eigen.values.last().copied().unwrap_or(0.0);
    let flat = order - codimension;
    if codimension > 0 && eigen.values[flat] <= FLAT * largest {
        return Ok(None);
    }
    let kept = eigen.vectors.columns(flat, codimension);
    let mut shares = kept.tr_mul(&conditions.slope);
    for (share, value) in shares.iter_mut().zip(&eigen.values[flat..]) {
        *share /= -value;
    }
    Ok(Some(kept * shares))
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

/// Orthonormal bases of what a matrix of known rank nearly kills, on its left and on its right, as
/// columns.
pub(crate) fn small_sides(
    matrix: &DMatrix<f64>,
    rank: usize,
) -> Result<(DMatrix<f64>, DMatrix<f64>), DecompositionError> {
    let side = |matrix: DMatrix<f64>| {
        let (rows, columns) = matrix.shape();
        // With as many rows as columns the right singular vectors are a whole basis.
        let svd = thin_svd(matrix.resize_vertically(rows.max(columns), 0.0))?;
        Ok(svd.vt.rows(rank, columns - rank).transpose())
    };
    Ok((side(matrix.transpose())?, side(matrix.clone())?))
}

/// `Uᵀ A V`.
pub(crate) fn between(
    left: &DMatrix<f64>,
    matrix: &DMatrix<f64>,
    right: &DMatrix<f64>,
) -> DMatrix<f64> {
    multiply(&multiply(&left.transpose(), matrix), right)
}
