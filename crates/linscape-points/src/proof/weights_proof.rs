//! What given rational weights are, without rounding.

use linscape_critical::{BiasPlace, EscapeOrder, Problem, SingularSubset};
use linscape_exact::{
    ClearedPoint, ExactInertia, Matrix, Moments, Point, PointError, WithBiases, exact_rank,
};
use linscape_strata::{FamilyShape, RankPattern, Stratum, StratumProfile};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use super::NotRational;
use super::described::fractions;

/// Rational weights at white inputs, with `Σ` diagonal, and what exact arithmetic finds.
#[derive(Debug, Clone)]
pub struct WeightsProof {
    /// The gradient is zero, that of the biases too.
    pub critical: bool,
    /// `½‖Σ − W_h⋯W_1‖²`, and `½‖c‖²` of the offset `c` that biases leave.
    pub loss: BigRational,
    /// The Hessian's inertia, critical or not.
    pub inertia: ExactInertia,
    /// What the theorem says, where the point is critical.
    pub place: Option<Place>,
    /// The ranks of a critical point are those of no stratum: the theorem is refuted.
    pub is_nowhere: bool,
}

/// Where a critical point is.
#[derive(Debug, Clone)]
pub struct Place {
    /// The modes learned.
    pub subset: SingularSubset,
    /// The stratum, from ranks.
    pub stratum: Stratum,
    /// The closed forms.
    pub theorem: StratumProfile,
    /// The rank of the group action, and the biases that another one makes up for.
    pub dimension: usize,
    /// The degree below which the loss cannot fall: 2, 3 without negative eigenvalues, 4 where the
    /// third derivative vanishes with the Hessian too; none at a global minimum.
    pub order_at_least: Option<usize>,
}

/// Why nothing could be said of weights.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WeightsProofError {
    /// Singular values that were computed.
    #[error(transparent)]
    NotRational(#[from] NotRational),
    /// Weights of another network.
    #[error(transparent)]
    Point(#[from] PointError),
    /// A bias that is not one number for each row of its layer.
    #[error("the bias of layer {layer} has {length} numbers, the layer {width} units")]
    Bias {
        /// The layer, 1-based.
        layer: usize,
        /// How many numbers there are.
        length: usize,
        /// How many units the layer has.
        width: usize,
    },
    /// Biases in other layers than those of the problem's network.
    #[error("biases of other layers than the problem's network has")]
    OtherBiases,
}

impl WeightsProof {
    /// Looks at weights in the coordinates in which `Σ` is diagonal, singular values decreasing, with a bias or
    /// none for each layer; biases multiply a constant of length 1, orthogonal to the inputs.
    ///
    /// # Errors
    /// When the singular values are not rational, or the weights or biases do not fit.
    ///
    /// # Complexity
    /// That of [`PointProof::at_random`](super::PointProof::at_random).
    ///
    /// # Examples
    /// At `σ = (1, 10⁻⁸)` and depth 3 no threshold tells the second mode from rounding; here it is
    /// known not to be learned, and the point is a saddle.
    /// ```
    /// use linscape_critical::{Architecture, PointType, Problem, Spectrum, parse_exact};
    /// use linscape_exact::Matrix;
    /// use linscape_points::WeightsProof;
    /// let values = vec![parse_exact("1")?, parse_exact("1e-8")?];
    /// let network = Architecture::new(vec![2, 2, 2, 2])?;
    /// let problem = Problem::from_spectrum(network, Spectrum::from_exact(values)?)?;
    /// let first = Matrix::from_rows(&[&[1, 0], &[0, 0]]);
    /// let first = first.map(|&entry: &i64| num_rational::BigRational::from_integer(entry.into()));
    /// let proof = WeightsProof::of(&problem, vec![first; 3], vec![None; 3])?;
    /// let place = proof.place.as_ref().ok_or("critical")?;
    /// assert_eq!(place.theorem.point_type, PointType::NonstrictSaddle);
    /// assert_eq!(proof.agrees(), Some(true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(
        problem: &Problem,
        weights: Vec<Matrix<BigRational>>,
        biases: Vec<Option<Vec<BigRational>>>,
    ) -> Result<Self, WeightsProofError> {
        let values = fractions(problem).filter(|_| {
            // Where inputs do not vary, which of them do not is not known without bases.
            problem.input_rank() == problem.architecture().input()
        });
        let values = values.ok_or(NotRational::SingularValues)?;
        let (inputs, outputs) = (problem.architecture().input(), problem.architecture().output());
        let sigma = Matrix::from_fn(outputs, inputs, |row, column| {
            if row == column { values[row].clone() } else { BigRational::zero() }
        });
        let point = Point::new(weights, Moments::white(sigma))?;
        let whole = with_biases(problem, &point, biases)?;
        let cleared = point.cleared();
        let energy: BigRational = values.iter().map(|value| value * value).sum();
        let mut proof = Self {
            critical: whole.as_ref().map_or_else(|| cleared.is_critical(), WithBiases::is_critical),
            loss: energy / BigInt::from(2)
                - whole.as_ref().map_or_else(|| point.gain(), WithBiases::gain),
            inertia: whole.as_ref().map_or_else(|| cleared.inertia(), WithBiases::inertia),
            place: None,
            is_nowhere: false,
        };
        if proof.critical {
            let free = whole.as_ref().map_or(0, WithBiases::free);
            proof.place = proof.placed(problem, (&point, free), &cleared);
            proof.is_nowhere = proof.place.is_none();
        }
        Ok(proof)
    }

    /// Inertia and dimension are those of the stratum; `None` where the point is not critical.
    #[must_use]
    pub fn agrees(&self) -> Option<bool> {
        if !self.critical {
            return None;
        }
        Some(self.place.as_ref().is_some_and(|place| {
            let (stated, found) = (place.theorem.inertia, &self.inertia);
            let order = place.theorem.escape_order.map(EscapeOrder::degree);
            (stated.negative, stated.zero, stated.positive)
                == (found.negative, found.zero, found.positive)
                && place.dimension == place.theorem.dimension
                && place.order_at_least == order.map(|order| order.min(4))
        }))
    }

    fn placed(
        &self,
        problem: &Problem,
        (point, free): (&Point, usize),
        cleared: &ClearedPoint,
    ) -> Option<Place> {
        let subset = learned(problem, point);
        let shape = FamilyShape::new(problem, &subset);
        let stratum = rank_pattern(shape.widths(), cleared).stratum().ok()?;
        stratum.check(&shape).ok()?;
        let theorem = stratum.profile(&shape);
        let order_at_least = match (self.inertia.negative, shape.is_global_minimum()) {
            (1.., _) => Some(2),
            (0, true) => None,
            (0, false) => Some(if cleared.cubic_is_silent() { 4 } else { 3 }),
        };
        let dimension = point.dimension() + free;
        Some(Place { subset, stratum, theorem, dimension, order_at_least })
    }
}

/// The network with these biases; none where there are none.
fn with_biases(
    problem: &Problem,
    point: &Point,
    biases: Vec<Option<Vec<BigRational>>>,
) -> Result<Option<WithBiases>, WeightsProofError> {
    let found: Vec<bool> = biases.iter().map(Option::is_some).collect();
    if found != problem.biases().in_layers() || problem.biases().place() == BiasPlace::Input {
        return Err(WeightsProofError::OtherBiases);
    }
    for (at, (bias, matrix)) in biases.iter().zip(point.weights()).enumerate() {
        let (layer, width) = (at + 1, matrix.rows());
        if let Some(length) = bias.as_ref().map(Vec::len).filter(|&length| length != width) {
            return Err(WeightsProofError::Bias { layer, length, width });
        }
    }
    Ok(found.contains(&true).then(|| WithBiases::new(point, biases)))
}

/// How many modes of each distinct value the product has learned: the rank of its columns there.
fn learned(problem: &Problem, point: &Point) -> SingularSubset {
    let product = point.product();
    let mut first = 0;
    let counts = problem.spectrum().multiplicities().iter().map(|&multiplicity| {
        let columns = Matrix::from_fn(product.rows(), multiplicity, |row, column| {
            product[(row, first + column)].clone()
        });
        first += multiplicity;
        fraction_rank(&columns)
    });
    SingularSubset::from_counts(counts.collect::<Vec<_>>())
}

/// The rank of a matrix of fractions, row by row cleared of denominators.
fn fraction_rank(matrix: &Matrix<BigRational>) -> usize {
    let common: BigInt = matrix.entries().iter().map(BigRational::denom).product();
    exact_rank(&matrix.map(|entry| entry.numer() * (&common / entry.denom())))
}

fn rank_pattern(widths: &[usize], cleared: &ClearedPoint) -> RankPattern {
    let (products, residuals) = (cleared.product_ranks(), cleared.residual_ranks());
    let find = |ranks: &[(usize, usize, usize)], from: usize, to: usize| {
        let found = ranks.iter().find(|&&(first, last, _)| (first, last) == (from, to));
        found.map_or(0, |&(.., rank)| rank)
    };
    RankPattern::measure(
        cleared.depth(),
        |from, to| if from == to { widths[from] } else { find(&products, from, to) },
        |b, a| find(&residuals, b, a),
    )
}
