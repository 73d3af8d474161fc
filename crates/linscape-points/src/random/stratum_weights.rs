//! Random points of a stratum.

use linscape_critical::{Problem, SingularSubset, root};
use linscape_lapack::{DecompositionError, multiply};
use linscape_network::RandomMatrices as _;
use linscape_network::{Invertible, Target, Weights, WeightsError};
use nalgebra::DMatrix;

use crate::random::OuterBases;
use linscape_critical::RandomStream;
use linscape_strata::{FamilyShape, Stratum, StratumMismatch};

/// Why no point of a stratum could be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RandomPointError {
    /// The stratum is not one of this family.
    #[error("no stratum of this family: {0}")]
    Mismatch(#[from] StratumMismatch),
    /// A decomposition failed.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
    /// Biases or weights that are not finite.
    #[error(transparent)]
    Weights(#[from] WeightsError),
}

/// A random point of a stratum, in whitened coordinates: weights of widths
/// `rank X, d_1, …, d_h` that are a direct sum of the stratum's bars in bases as general as the
/// stratum has them. Hidden bases are mixed by well-conditioned random matrices; on the outer
/// sides the unlearned modes get bases `u'`, `v'` with `u'_lᵀ R v'_m = 0` for `l ≠ m`, which need
/// not be singular vectors, and equal singular values are mixed before a subset is learned.
///
/// # Errors
/// When the stratum does not fit the family, or a decomposition fails.
///
/// # Panics
/// When subset or bases belong to another problem.
///
/// # Complexity
/// `O(Σ_i d_i³)`.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, RandomStream};
/// use linscape_network::Target;
/// use linscape_curvature::SecondOrder;
/// use linscape_points::random_point;
/// let problem = Problem::exact(&[2, 2, 2, 2], &[2, 1])?;
/// let target = Target::standard(&problem);
/// let stratum = "p0-2.b1-1".parse()?;
/// let mut stream = RandomStream::new(1, "a point");
/// let weights = random_point(&target, &problem.leading(1), &stratum, &mut stream)?;
/// let at = SecondOrder::new(&weights, target.matrix())?;
/// assert!(at.gradient_norm() < 1e-12);
/// assert!((at.loss() - 0.5).abs() < 1e-12); // the second mode is not learned: ½·1²
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Strata".
pub fn random_point(
    target: &Target,
    subset: &SingularSubset,
    stratum: &Stratum,
    stream: &mut RandomStream,
) -> Result<Weights, RandomPointError> {
    let shape = FamilyShape::new(target.problem(), subset);
    stratum.check(&shape)?;
    let depth = shape.depth();
    let outer = OuterBases::random(target, subset, stream)?;
    let amplitudes = Amplitudes::of(target.problem(), subset);
    let layers: Vec<Vec<usize>> =
        (0..=depth).map(|layer| alive(stratum, shape.learned(), layer)).collect();
    let mut before = Invertible { matrix: DMatrix::zeros(0, 0), inverse: outer.input.transpose() };
    let mut matrices = Vec::with_capacity(depth);
    for layer in 1..=depth {
        let after = if layer == depth {
            Invertible { matrix: outer.output.clone(), inverse: DMatrix::zeros(0, 0) }
        } else {
            stream.well_conditioned(shape.widths()[layer])?
        };
        let arrows = amplitudes.arrows(&layers[layer - 1], &layers[layer]);
        matrices.push(multiply(&multiply(&after.matrix, &arrows), &before.inverse));
        before = after;
    }
    match Weights::new(matrices) {
        Ok(weights) => Ok(weights),
        Err(error) => unreachable!("direct sums of bars chain and are finite: {error}"),
    }
}

/// The bars alive in a layer, by number: full bars first, then two numbers for each summand (its
/// input bar or interior bar, and its output bar).
fn alive(stratum: &Stratum, learned: usize, layer: usize) -> Vec<usize> {
    let mut bars: Vec<usize> = (0..learned).collect();
    let mut next = learned;
    for &(summand, count) in stratum.summands() {
        for _ in 0..count {
            if summand.is_alive_at(layer) {
                let in_output = summand.output_start().is_some_and(|start| start <= layer);
                bars.push(next + usize::from(in_output));
            }
            next += 2;
        }
    }
    bars
}

/// Sizes of the arrows along bars, so that all layers have the scale of `σ_1^{1/h}`.
struct Amplitudes {
    learned: Vec<f64>,
    other: f64,
}

impl Amplitudes {
    fn of(problem: &Problem, subset: &SingularSubset) -> Self {
        let depth = problem.architecture().depth();
        let values = problem.spectrum().singular_values();
        let learned = subset.indices(problem.spectrum().multiplicities());
        let largest = values.first().copied().unwrap_or(0.0);
        let other = if largest > 0.0 { root(largest, depth) } else { 1.0 };
        let learned = learned.iter().map(|&mode| root(values[mode - 1], depth)).collect();
        Self { learned, other }
    }

    /// The map from one layer to the next in bar coordinates.
    fn arrows(&self, from: &[usize], to: &[usize]) -> DMatrix<f64> {
        DMatrix::from_fn(to.len(), from.len(), |row, column| {
            if to[row] == from[column] {
                self.learned.get(to[row]).copied().unwrap_or(self.other)
            } else {
                0.0
            }
        })
    }
}
