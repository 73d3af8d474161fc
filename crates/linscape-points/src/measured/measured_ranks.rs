//! The rank pattern of given weights.

use linscape_lapack::{DecompositionError, singular_values};
use nalgebra::DMatrix;

use linscape_curvature::{NumericalRank, SecondOrder};
use linscape_network::{Weights, WeightsError};
use linscape_strata::RankPattern;

/// Why the ranks at given weights could not be measured.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MeasureError {
    /// The target does not fit the network.
    #[error(transparent)]
    Shape(#[from] WeightsError),
    /// A decomposition failed.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
}

/// Ranks measured at given weights.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredRanks {
    /// The ranks; `None` when some singular value is neither clearly zero nor clearly not.
    pub pattern: Option<RankPattern>,
    /// The least clear decision: how far a singular value taken for nonzero was above rounding.
    pub margin: f64,
}

impl MeasuredRanks {
    /// Measures the ranks of all partial products and residual products of a critical point of
    /// `½‖Σ − W_h⋯W_1‖²`, each against the product of the norms of its factors.
    ///
    /// # Errors
    /// When `Σ` is not `d_h × d_0`, or a decomposition fails.
    ///
    /// # Complexity
    /// `O(h²)` products and decompositions of matrices of the layers' sizes.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Weights;
    /// use linscape_points::MeasuredRanks;
    /// use nalgebra::DMatrix;
    /// let number = |value| DMatrix::from_element(1, 1, value);
    /// // The mode is known to the first hidden layer, not to the second.
    /// let weights = Weights::new(vec![number(1.0), number(0.0), number(0.0)])?;
    /// let ranks = MeasuredRanks::at(&weights, &number(2.0))?;
    /// let stratum = ranks.pattern.ok_or("undecided")?.stratum()?;
    /// assert_eq!(stratum.to_string(), "p1-3.b2-2");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: `docs/theory.md`, "Strata".
    pub fn at(weights: &Weights, target: &DMatrix<f64>) -> Result<Self, MeasureError> {
        let second_order = SecondOrder::new(weights, target)?;
        let depth = weights.depth();
        let norms: Vec<f64> = weights.matrices().iter().map(DMatrix::norm).collect();
        let mut judge = Judge { margin: f64::INFINITY, outcome: Ok(true) };
        let pattern = RankPattern::measure(
            depth,
            |start, end| {
                let scale: f64 = norms[start..end].iter().product();
                judge.rank(weights.partial_product(end, start + 1), scale)
            },
            |_, _| 0,
        );
        // `R` is a difference: its rounding has the size of what it is the difference of.
        let residual_scale = target.norm() + norms.iter().product::<f64>();
        let pattern = RankPattern::measure(
            depth,
            |start, end| pattern.product(start, end),
            |end, start| {
                let outer: f64 = norms[..end].iter().chain(&norms[start..]).product();
                judge.rank(second_order.pulled_residual(start, end + 1), residual_scale * outer)
            },
        );
        let decided = judge.outcome?;
        Ok(Self { pattern: decided.then_some(pattern), margin: judge.margin })
    }
}

/// Counts ranks and keeps in mind how clear they were.
struct Judge {
    margin: f64,
    /// Whether everything was decided so far.
    outcome: Result<bool, DecompositionError>,
}

impl Judge {
    fn rank(&mut self, matrix: DMatrix<f64>, scale: f64) -> usize {
        let larger = matrix.nrows().max(matrix.ncols());
        let values = match singular_values(matrix) {
            Ok(values) => values,
            Err(error) => {
                self.outcome = Err(error);
                return 0;
            }
        };
        let counted = NumericalRank::of(&values, larger, scale);
        if counted.open.is_some() {
            self.outcome = self.outcome.map(|_| false);
        } else {
            self.margin = self.margin.min(counted.margin);
        }
        counted.at_least
    }
}
