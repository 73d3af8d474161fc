//! How far given weights may be from the critical point that is meant.

use linscape_critical::{Origin, Problem, euclidean_length};
use linscape_network::Weights;
use nalgebra::DMatrix;

/// Bounds on the errors of given weights and of the target, in Frobenius norm.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightErrors {
    /// One a layer.
    pub layers: Vec<f64>,
    /// That of `Σ`.
    pub target: f64,
    /// A number that much larger than its error is called nonzero.
    pub clear: f64,
    /// A bound on the relative error of every single entry of weights and target, for weights that
    /// are nothing but what was stored; none where they were computed from it.
    pub relative: Option<f64>,
}

/// Rounding errors of double precision are estimates, so that the gap demanded is wide; those of
/// coarser types, of weights or of data, are bounds.
const CLEAR_OF_ROUNDING: f64 = 300.0;
const CLEAR_OF_BOUND: f64 = 10.0;

impl WeightErrors {
    /// Errors from rounding: of the type the weights were stored in, whose relative spacing is
    /// `epsilon`, and of computing with doubles. `first_stretch` is the largest factor by which
    /// the first layer was stretched after it was stored (1 if it was not), and `first_norm` its
    /// norm before.
    ///
    /// A tolerance that the user chose for the problem holds for the weights too.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_network::Weights;
    /// use linscape_points::WeightErrors;
    /// use nalgebra::DMatrix;
    /// let problem = Problem::exact(&[1, 1, 1], &[2])?;
    /// let weights = Weights::new(vec![DMatrix::from_element(1, 1, 3.0); 2])?;
    /// let single = WeightErrors::of_rounding(&problem, &weights, f32::EPSILON.into(), None);
    /// assert!((single.layers[1] / 3.0 / f64::from(f32::EPSILON) - 1.0).abs() < 1e-6);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of_rounding(
        problem: &Problem,
        weights: &Weights,
        epsilon: f64,
        stored_first: Option<StoredFirst>,
    ) -> Self {
        let largest = weights.widths().into_iter().max().unwrap_or(1).max(4);
        let computing = 4.0 * largest as f64 * f64::EPSILON;
        // Rounding to nearest moves an entry by half the spacing at most.
        let coarse = epsilon > f64::EPSILON;
        let stored = if coarse { epsilon } else { 0.0 };
        let given = problem.tolerance().map(|tolerance| tolerance.rank);
        let chosen = given.filter(|threshold| threshold.origin == Origin::Option);
        let tolerance = chosen.map_or(0.0, |threshold| threshold.value);
        let relative = (computing + stored).max(tolerance);
        // A layer that cancels leaves the rounding of what it cancelled from.
        let floor = computing * natural_size(problem);
        let layer = |matrix: &DMatrix<f64>| (relative * matrix.norm()).max(floor);
        let mut layers: Vec<f64> = weights.matrices().iter().map(layer).collect();
        let entries = relative.max(given.map_or(0.0, |threshold| threshold.value));
        let relative = stored_first.is_none().then_some(entries);
        if let Some(StoredFirst { norm, stretch }) = stored_first {
            layers[0] = layers[0].max((computing + stored) * norm * stretch);
        }
        let largest_value = problem.spectrum().distinct().first().copied().unwrap_or(0.0);
        let target = given.map_or(0.0, |threshold| threshold.value).max(computing) * largest_value;
        let of_data = problem.tolerance().map_or(0.0, |found| found.precision.unit_roundoff());
        let bounded = coarse || tolerance > computing || of_data > f64::EPSILON;
        let clear = if bounded { CLEAR_OF_BOUND } else { CLEAR_OF_ROUNDING };
        Self { layers, target, clear, relative }
    }
}

/// The first layer as it was stored, before it was brought to whitened coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoredFirst {
    /// Its Frobenius norm.
    pub norm: f64,
    /// The largest factor by which it was stretched.
    pub stretch: f64,
}

impl StoredFirst {
    /// Of the matrix and the stretches of all directions.
    #[must_use]
    pub fn new(matrix: &DMatrix<f64>, stretches: &[f64]) -> Self {
        Self {
            norm: euclidean_length(matrix.as_slice()),
            stretch: stretches.iter().copied().fold(0.0, f64::max),
        }
    }
}

/// The amplitude `σ_1^{1/h}` that a balanced layer has in the largest mode; 1 when `Σ = 0`.
pub(crate) fn natural_size(problem: &Problem) -> f64 {
    problem.natural_length()
}
